import type { Archive } from "@dashqueue/archive";
import type { MediaUrl, PlacedMedia, Problem } from "@dashqueue/dashscope";
import type { UntrustedFetch } from "@dashqueue/service";

import { archivedKey, openArchivedFile } from "./archived-file.ts";
import { probeMedia } from "./probe-media.ts";
import type { Opened } from "./remote-file.ts";
import { openRemoteFile } from "./remote-file.ts";

/** The result of inspecting one file of a request. */
export type Inspection =
  | (PlacedMedia & { readonly kind: "probed" })
  | (Problem & { readonly kind: "problem" })
  | { readonly kind: "unknown"; readonly path: string; readonly reason: string };

const TOO_SLOW = "timed out while reading the file";

export interface InspectPorts {
  readonly fetch: Pick<UntrustedFetch, "download">;
  readonly archive: Pick<Archive, "open" | "stat">;
}

/** Opens and probes one file. A file that cannot be read in time, or at all, is `unknown`. */
export async function inspect(
  ports: InspectPorts,
  { path, role, url }: MediaUrl,
  signal: AbortSignal,
): Promise<Inspection> {
  try {
    const opened = await open(ports, url, signal);
    switch (opened.kind) {
      case "refused":
        return { kind: "problem", path, message: opened.problem };
      case "unanswered":
        return { kind: "unknown", path, reason: signal.aborted ? TOO_SLOW : opened.reason };
      case "opened":
        return { kind: "probed", path, role, probed: await probeMedia(opened.file) };
    }
  } catch (error) {
    // The file is broken, or reading it would exceed a limit.
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: "unknown", path, reason: signal.aborted ? TOO_SLOW : reason };
  }
}

async function open(
  { fetch, archive }: InspectPorts,
  url: string,
  signal: AbortSignal,
): Promise<Opened> {
  const key = archivedKey(url);
  return key === null
    ? openRemoteFile(fetch, url, signal)
    : { kind: "opened", file: await openArchivedFile(archive, key, signal) };
}
