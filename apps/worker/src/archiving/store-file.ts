import { Readable } from "node:stream";

import type { ResultFile } from "@dashqueue/dashscope";
import type { ArchivedFile, Failure } from "@dashqueue/queue/internal";
import type { ByteRange, Download, UntrustedFetch } from "@dashqueue/service";

import type { Archive } from "./file-archive.ts";

export interface StoreFilePorts {
  readonly fetch: Pick<UntrustedFetch, "download">;
  readonly archive: Archive;
}

export type Stored =
  | { readonly kind: "stored"; readonly file: ArchivedFile }
  | { readonly kind: "failed"; readonly failure: Failure };

/**
 * Streams one result from its link into the archive (G6). A failure is `storage` if the archive
 * failed, else `network`; either way the result is already charged.
 */
export async function storeFile(
  ports: StoreFilePorts,
  generationId: string,
  file: ResultFile,
  signal: AbortSignal,
): Promise<Stored> {
  try {
    const download = await ports.fetch.download(file.url, signal);
    if (download.status !== 200) {
      download.stream.destroy();
      const { status } = download;
      return failed("network", String(status), `the host of the result answered ${status}`);
    }
    const resume = (rest: ByteRange) => ports.fetch.download(file.url, signal, rest);
    const stream = Readable.from(resumed(download, resume));
    const { bytes, sha256 } = await ports.archive.write(generationId, file.name, stream, signal);
    if (!download.endIsKnown)
      return failed("network", "", "the host of the result does not state the size of the result");
    if (bytes === 0 || (download.bytes !== null && bytes !== download.bytes)) {
      const size = download.bytes ?? "unknown";
      return failed("network", "", `the result ended after ${bytes} of ${size} bytes`);
    }
    const { name, contentType } = file;
    return { kind: "stored", file: { name, bytes, sha256, contentType } };
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    return failed(STORAGE_CODES.has(code) ? "storage" : "network", code, message);
  }
}

/** After this many interruptions the download fails and the job waits. */
const MAX_RESUMES = 20;

/** Resumes an interrupted download while the file is the same and every part makes progress. */
async function* resumed(
  first: Download,
  resume: (rest: ByteRange) => Promise<Download>,
): AsyncGenerator<Buffer, void, undefined> {
  let download = first;
  let received = 0;
  for (let resumes = 0; ; resumes += 1) {
    const before = received;
    try {
      for await (const chunk of download.stream as AsyncIterable<Buffer>) {
        received += chunk.byteLength;
        yield chunk;
      }
      return;
    } catch (error) {
      if (first.etag === null || received === before || resumes === MAX_RESUMES) throw error;
    }
    download = await resume({ fromByte: received, etag: first.etag });
    if (download.status !== 206 || download.fromByte !== received) {
      download.stream.destroy();
      throw new Error(
        `the download was interrupted after ${received} bytes and could not be resumed`,
      );
    }
  }
}

/** Codes of a file system that cannot or will not store more. */
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
