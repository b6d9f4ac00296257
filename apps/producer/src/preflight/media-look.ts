import type { MediaUrl, PlacedMedia, Problem } from "@dashqueue/dashscope";
import type { UntrustedFetch } from "@dashqueue/service";

import { dataFile } from "./media-file.ts";
import { probeMedia } from "./probe.ts";
import { openRemoteFile, type Opened } from "./remote-file.ts";

/** What was found out about one file of a request. */
export type Look =
  | (PlacedMedia & { readonly kind: "probed" })
  | (Problem & { readonly kind: "problem" })
  | { readonly kind: "unknown"; readonly path: string; readonly reason: string };

/** Opens one file, and finds out what it is. It may take as long as the signal lets it. */
export async function look(
  fetch: Pick<UntrustedFetch, "download">,
  { path, role, url }: MediaUrl,
  signal: AbortSignal,
): Promise<Look> {
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
    // A file that is broken, or longer to read than is worth while.
    return {
      kind: "unknown",
      path,
      reason: error instanceof Error ? error.message : String(error),
    };
  }
}

async function open(
  fetch: Pick<UntrustedFetch, "download">,
  url: string,
  signal: AbortSignal,
): Promise<Opened> {
  return url.startsWith("data:")
    ? { kind: "opened", file: dataFile(url) }
    : openRemoteFile(fetch, url, signal);
}
