import type { ArchivePorts, Stored } from "../../src/stages/archive.ts";
import type { Flaw } from "./flaw.ts";
import { failure } from "./provider-model.ts";
import type { Process, Scheduler, Way } from "./scheduler.ts";

/** Files on disk, under their final names. */
export interface ArchiveModel {
  /** The sha256 of a file that is safe there. */
  sha256Of(generationId: string, name: string): string | null;
  connect(process: Process): ArchivePorts["store"];
}

/** The real archive writes under a temporary name and renames: here that is one step after the download. */
export function createArchiveModel(scheduler: Scheduler, flaw: Flaw | null): ArchiveModel {
  const files = new Map<string, string>();
  return {
    sha256Of: (generationId, name) => files.get(`${generationId}/${name}`) ?? null,
    connect: (process) => async (generationId, file) => {
      const sha256 = `sha256 of ${file.url}`;
      const stored: Stored = {
        kind: "stored",
        file: { name: file.name, bytes: 7, sha256, contentType: file.contentType },
      };
      const ways: Way<Stored>[] = [
        { label: "", effect: () => stored },
        {
          label: "the link breaks",
          effect: () => ({ kind: "failed", failure: failure("network", true) }),
        },
        {
          label: "the disk is full",
          effect: () => ({
            kind: "failed",
            failure: { ...failure("network", true), kind: "storage" },
          }),
        },
      ];
      const downloaded = await scheduler.choose(
        process,
        `downloads for ${generationId}`,
        () => ways,
      );
      if (downloaded.kind === "failed") return downloaded;
      const rename = scheduler.step(process, `renames for ${generationId}`, () => {
        files.set(`${generationId}/${file.name}`, sha256);
      });
      if (flaw !== "stored-too-early") await rename;
      return stored;
    },
  };
}
