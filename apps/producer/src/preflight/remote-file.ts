import { addAbortSignal } from "node:stream";

import type { Download, FetchFailure, UntrustedFetch } from "@dashqueue/service";
import { FetchError } from "@dashqueue/service";

import type { MediaFile } from "./media-file.ts";

export type Opened =
  | { readonly kind: "opened"; readonly file: MediaFile }
  /** The provider will not get it either. */
  | { readonly kind: "refused"; readonly problem: string }
  /** It may be there for the provider. */
  | { readonly kind: "unanswered"; readonly reason: string };

/** Asked for at once; most files say in it what they are. */
const PART_BYTES = 64 * 1024;
/** Of one file in all. */
export const MOST_BYTES = 2 * 1024 * 1024;

/** Opens a file of somebody else's, reading only those parts that are asked for, and never more than `MOST_BYTES`. */
export async function openRemoteFile(
  fetch: Pick<UntrustedFetch, "download">,
  url: string,
  signal: AbortSignal,
): Promise<Opened> {
  try {
    const first = await fetch.download(url, signal, { fromByte: 0, toByte: PART_BYTES - 1 });
    if (first.status !== 200 && first.status !== 206) {
      first.stream.destroy();
      return answerOf(first.status);
    }
    const isPart = first.status === 206;
    // Where ranges are not known, what comes now is all that will be seen.
    const head = await bytesOf(first, isPart ? PART_BYTES : MOST_BYTES, signal);
    const sizeBytes =
      first.totalBytes ?? (isPart || head.length === MOST_BYTES ? null : head.length);
    if (head.length === 0) return { kind: "refused", problem: "is empty" };
    return {
      kind: "opened",
      file: {
        sizeBytes,
        head,
        read: partsOf(head, (fromByte, toByte) => {
          if (!isPart) throw new Error("the server sends no parts");
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
  "no-such-host": "cannot be fetched: there is no such host",
  refused: "cannot be fetched: the connection is refused",
  redirects: "cannot be fetched: it redirects too often",
  other: null,
};

/** Of those below 500, the statuses that may pass. */
const TRANSIENT = new Set([408, 425, 429]);

function answerOf(status: number): Opened {
  if (status === 416) return { kind: "refused", problem: "is empty" };
  return status < 300 || status >= 500 || TRANSIENT.has(status)
    ? { kind: "unanswered", reason: `the server answers ${status}` }
    : { kind: "refused", problem: `cannot be fetched: ${status}` };
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
    throw new Error(`the server answers ${download.status} to a part of the file`);
  }
  return bytesOf(download, part.toByte + 1 - part.fromByte, signal);
}

/** Reads what was read before from memory, and other parts as a few large ones. */
function partsOf(
  head: Uint8Array,
  fetchPart: (fromByte: number, toByte: number) => Promise<Uint8Array>,
): MediaFile["read"] {
  const known = [{ start: 0, bytes: head }];
  let left = MOST_BYTES - head.length;
  return async (start, end) => {
    const within = known.find(
      (part) => part.start <= start && end <= part.start + part.bytes.length,
    );
    if (within !== undefined)
      return within.bytes.subarray(start - within.start, end - within.start);
    const bytesWanted = Math.ceil((end - start) / PART_BYTES) * PART_BYTES;
    left -= bytesWanted;
    if (left < 0) throw new Error("more of the file is needed than is read");
    const bytes = await fetchPart(start, start + bytesWanted - 1);
    if (bytes.length < end - start) throw new Error("the file ends too early");
    known.push({ start, bytes });
    return bytes.subarray(0, end - start);
  };
}

/** The first bytes of a download; the others are not waited for. */
async function bytesOf(download: Download, most: number, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of addAbortSignal(signal, download.stream) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}
