import type { Advanced } from "./advanced.ts";
import { advanced, ignored } from "./advanced.ts";
import type { Change } from "./change.ts";
import type { Archiving, Generation } from "../generation/generation.ts";

/** The results are in the archive, or their links expired before they could be copied (G6). */
export function afterArchiving(
  generation: Generation,
  change: Extract<Change, { kind: "files-archived" | "files-expired" }>,
  now: number,
): Advanced {
  if (generation.status !== "archiving") return ignored("has nothing to archive");
  const ended = { ...withoutAlarm(generation), finishedAt: now };
  switch (change.kind) {
    case "files-archived":
      return advanced({ ...ended, status: "succeeded", files: [...change.files] }, change.kind);
    case "files-expired":
      return advanced({ ...ended, status: "failed", failure: change.failure }, change.kind);
  }
}

function withoutAlarm(archiving: Archiving): Omit<Archiving, "alarmedAtHours" | "status"> {
  const { alarmedAtHours: _, status: __, ...rest } = archiving;
  return rest;
}
