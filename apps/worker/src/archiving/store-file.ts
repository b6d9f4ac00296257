import { Readable } from "node:stream";

import type { ResultFile } from "@dashqueue/dashscope";
import type { Failure } from "@dashqueue/queue/internal";
import type { ByteRange, Download, UntrustedFetch } from "@dashqueue/service";

import type { Archive } from "./file-archive.ts";
import type { Stored } from "../stages/archive.ts";

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
      return failed(
        "network",
        String(download.status),
        `the result's host answered ${download.status}`,
      );
    }
    const stream = Readable.from(
      wholeOf(download, (rest) => ports.fetch.download(file.url, signal, rest)),
    );
    const { bytes, sha256 } = await ports.archive.write(generationId, file.name, stream, signal);
    if (!download.endIsKnown)
      return failed("network", "", "the result's host does not say where the result ends");
    if (bytes === 0 || (download.bytes !== null && bytes !== download.bytes)) {
      return failed(
        "network",
        "",
        `the result ended after ${bytes} of ${download.bytes ?? "unknown"} bytes`,
      );
    }
    return {
      kind: "stored",
      file: { name: file.name, bytes, sha256, contentType: file.contentType },
    };
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    return failed(STORAGE_CODES.has(code) ? "storage" : "network", code, message);
  }
}

/** A server that breaks off this often is left alone for a while. */
const MOST_RESUMES = 20;

/** The bytes of a download; where it breaks off it is taken up again, as long as it is the same file and goes forward. */
async function* wholeOf(
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
      if (first.etag === null || received === before || resumes === MOST_RESUMES) throw error;
    }
    download = await resume({ fromByte: received, etag: first.etag });
    if (download.status !== 206 || download.fromByte !== received) {
      download.stream.destroy();
      throw new Error(`the result broke off after ${received} bytes, and its rest was refused`);
    }
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
