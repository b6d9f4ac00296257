import type { Stored } from "../../../src/archiving/store-file.ts";
import type { ArchivePorts } from "../../../src/stages/archive.ts";
import type { Flaw } from "../flaw.ts";
import { failure } from "./provider-model.ts";
import type { Process, Scheduler, Way } from "../scheduler.ts";

/** The files in the archive, under their final names. */
export interface ArchiveModel {
  /** Returns the sha256 of a durable file. */
  sha256Of(generationId: string, name: string): string | null;
  connect(process: Process): Pick<ArchivePorts, "store" | "holds">;
}

/**
 * The real archive writes under a temporary name and renames the file. Here the rename is one step
 * after the download.
 */
export function createArchiveModel(scheduler: Scheduler, flaw: Flaw | null): ArchiveModel {
  const files = new Map<string, string>();
  return {
    sha256Of: (generationId, name) => files.get(`${generationId}/${name}`) ?? null,
    connect: (process) => ({
      holds: async (generationId, { name, sha256 }) =>
        files.get(`${generationId}/${name}`) === sha256,
      async store({ id }, file) {
        const sha256 = `sha256 of ${file.url}`;
        const stored: Stored = {
          kind: "stored",
          file: { name: file.name, bytes: 7, sha256, contentType: file.contentType },
        };
        const fails = (cause: "archive" | "unreachable"): Stored => ({
          kind: "failed",
          cause,
          failure: { ...failure("network", true), kind: "storage" },
        });
        const ways: Way<Stored>[] = [
          { label: "", effect: () => stored },
          { label: "the download fails", effect: () => fails("unreachable") },
          { label: "the disk is full", effect: () => fails("archive") },
        ];
        const downloaded = await scheduler.choose(process, `downloads for ${id}`, () => ways);
        if (downloaded.kind === "failed") return downloaded;
        const rename = scheduler.step(process, `renames for ${id}`, () => {
          files.set(`${id}/${file.name}`, sha256);
        });
        if (flaw !== "stored-too-early") await rename;
        return stored;
      },
    }),
  };
}
