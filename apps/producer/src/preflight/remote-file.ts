import { addAbortSignal } from "node:stream";

import type { Download, FetchFailure, UntrustedFetch } from "@dashqueue/service";
import { FetchError } from "@dashqueue/service";

import type { MediaFile } from "./media-file.ts";

export type Opened =
  | { readonly kind: "opened"; readonly file: MediaFile }
  /** The provider cannot fetch it either. */
  | { readonly kind: "refused"; readonly problem: string }
  /** The provider may still be able to fetch it. */
  | { readonly kind: "unanswered"; readonly reason: string };

/** The size of one request. The first is enough to identify most files. */
const PART_BYTES = 64 * 1024;
/** Read of one file in total. */
const MAX_BYTES = 2 * 1024 * 1024;

/** Opens a remote file and reads only the parts asked for, at most `MAX_BYTES` in total. */
export async function openRemoteFile(
  fetch: Pick<UntrustedFetch, "download">,
  url: string,
  signal: AbortSignal,
): Promise<Opened> {
  try {
    const first = await fetch.download(url, signal, { fromByte: 0, toByte: PART_BYTES - 1 });
    if (first.status !== 200 && first.status !== 206) {
      first.stream.destroy();
      return outcomeOf(first.status);
    }
    const isPart = first.status === 206;
    // Without range requests, this response is all that can be read of the file.
    const head = await bytesOf(first, isPart ? PART_BYTES : MAX_BYTES, signal);
    const sizeBytes =
      first.totalBytes ?? (isPart || head.length === MAX_BYTES ? null : head.length);
    if (head.length === 0) return { kind: "refused", problem: "is empty" };
    return {
      kind: "opened",
      file: {
        sizeBytes,
        head,
        read: partsOf(head, (fromByte, toByte) => {
          if (!isPart) throw new Error("the server does not support range requests");
          return partOf(fetch, url, signal, { fromByte, toByte });
        }),
      },
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const problem = error instanceof FetchError ? FAILURES[error.reason] : null;
    return problem === null
      ? { kind: "unanswered", reason: error.message }
      : { kind: "refused", problem };
  }
}

const FAILURES: Readonly<Record<FetchFailure, string | null>> = {
  private: "points into a private network, which the provider cannot reach",
  "no-such-host": "cannot be fetched: the host does not exist",
  refused: "cannot be fetched: the connection was refused",
  redirects: "cannot be fetched: too many redirects",
  stalled: null,
  other: null,
};

/** The statuses below 500 that are temporary. */
const TRANSIENT = new Set([408, 425, 429]);

function outcomeOf(status: number): Opened {
  if (status === 416) return { kind: "refused", problem: "is empty" };
  return status < 300 || status >= 500 || TRANSIENT.has(status)
    ? { kind: "unanswered", reason: `the server answered ${status}` }
    : { kind: "refused", problem: `cannot be fetched: the server answered ${status}` };
}

type Part = Readonly<{ fromByte: number; toByte: number }>;

async function partOf(
  fetch: Pick<UntrustedFetch, "download">,
  url: string,
  signal: AbortSignal,
  part: Part,
): Promise<Uint8Array> {
  const download = await fetch.download(url, signal, part);
  if (download.status !== 206 || download.fromByte !== part.fromByte) {
    download.stream.destroy();
    throw new Error(`the server answered ${download.status} to a range request`);
  }
  return bytesOf(download, part.toByte + 1 - part.fromByte, signal);
}

/** Keeps what was read in memory, and rounds reads up so that there are few requests. */
function partsOf(
  head: Uint8Array,
  fetchPart: (fromByte: number, toByte: number) => Promise<Uint8Array>,
): MediaFile["read"] {
  const known = [{ start: 0, bytes: head }];
  let left = MAX_BYTES - head.length;
  return async (start, end) => {
    const within = known.find(
      (part) => part.start <= start && end <= part.start + part.bytes.length,
    );
    if (within !== undefined)
      return within.bytes.subarray(start - within.start, end - within.start);
    const bytesWanted = Math.ceil((end - start) / PART_BYTES) * PART_BYTES;
    left -= bytesWanted;
    if (left < 0) throw new Error("reading the file needs more bytes than allowed");
    const bytes = await fetchPart(start, start + bytesWanted - 1);
    if (bytes.length < end - start) throw new Error("the file ended early");
    known.push({ start, bytes });
    return bytes.subarray(0, end - start);
  };
}

/** Reads the first bytes of a download and drops the rest. */
async function bytesOf(
  download: Download,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of addAbortSignal(signal, download.stream) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}
