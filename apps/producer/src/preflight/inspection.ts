import type { MediaUrl, PlacedMedia, Problem } from "@dashqueue/dashscope";
import type { UntrustedFetch } from "@dashqueue/service";

import { openLocalFile } from "./media-file.ts";
import { probeMedia } from "./probe-media.ts";
import type { Opened } from "./remote-file.ts";
import { openRemoteFile } from "./remote-file.ts";

/** The result of inspecting one file of a request. */
export type Inspection =
  | (PlacedMedia & { readonly kind: "probed" })
  | (Problem & { readonly kind: "problem" })
  | { readonly kind: "unknown"; readonly path: string; readonly reason: string };

/** Opens and probes one file. A file that cannot be read in time, or at all, is `unknown`. */
export async function inspect(
  fetch: Pick<UntrustedFetch, "download">,
  { path, role, url }: MediaUrl,
  signal: AbortSignal,
): Promise<Inspection> {
  try {
    const opened = await open(fetch, url, signal);
    switch (opened.kind) {
      case "refused":
        return { kind: "problem", path, message: opened.problem };
      case "unanswered":
        return { kind: "unknown", path, reason: opened.reason };
      case "opened":
        return { kind: "probed", path, role, probed: await probeMedia(opened.file) };
    }
  } catch (error) {
    // The file is broken, or reading it would exceed a limit.
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: "unknown", path, reason };
  }
}

async function open(
  fetch: Pick<UntrustedFetch, "download">,
  url: string,
  signal: AbortSignal,
): Promise<Opened> {
  return url.startsWith("file:")
    ? { kind: "opened", file: await openLocalFile(url) }
    : openRemoteFile(fetch, url, signal);
}
