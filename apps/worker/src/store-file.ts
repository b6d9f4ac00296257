import type { Failure, ResultFile } from "@dashqueue/dashscope";

import type { UntrustedFetch } from "./fetch-untrusted.ts";
import type { Archive } from "./file-archive.ts";
import type { Stored } from "./stages/archive.ts";

/** Streams one result from its link into the archive, and says which of the two failed if one did. */
export async function storeFile(
  ports: { readonly fetch: UntrustedFetch; readonly archive: Archive },
  generationId: string,
  file: ResultFile,
  signal: AbortSignal,
): Promise<Stored> {
  try {
    const download = await ports.fetch.download(file.url, signal);
    if (download.status !== 200) {
      download.stream.destroy();
      return failed("network", String(download.status), `the result's host answered ${download.status}`);
    }
    const { bytes, sha256 } = await ports.archive.write(generationId, file.name, download.stream, signal);
    if (bytes === 0 || (download.bytes !== null && bytes !== download.bytes)) {
      return failed("network", "", `the result ended after ${bytes} of ${download.bytes ?? "unknown"} bytes`);
    }
    return { kind: "stored", file: { name: file.name, bytes, sha256, contentType: file.contentType } };
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    return failed(STORAGE_CODES.has(code) ? "storage" : "network", code, message);
  }
}

/** What a file system says when it cannot or will not take more. */
const STORAGE_CODES = new Set([
  "ENOSPC",
  "EDQUOT",
  "EACCES",
  "EPERM",
  "EROFS",
  "EIO",
  "ENOTDIR",
  "EISDIR",
  "EMFILE",
  "ENOENT",
  "EEXIST",
]);

function failed(kind: Failure["kind"], code: string, message: string): Stored {
  return { kind: "failed", failure: { kind, code, message, requestId: null, charged: true } };
}
