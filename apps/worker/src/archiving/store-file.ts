import { Readable } from "node:stream";

import type { Archive } from "@dashqueue/archive";
import { ArchiveError } from "@dashqueue/archive";
import type { ResultFile } from "@dashqueue/dashscope";
import type { ArchivedFile, Failure } from "@dashqueue/queue/internal";
import { DAY_MS } from "@dashqueue/queue/internal";
import type { UntrustedFetch } from "@dashqueue/service";

import { contentOf } from "./content.ts";
import { problemOf } from "./fetch-problem.ts";
import { resumed } from "./resumed.ts";

export interface StoreFilePorts {
  readonly fetch: Pick<UntrustedFetch, "download">;
  readonly archive: Pick<Archive, "write">;
  now(): number;
}

/** What keeps a file out of the archive. */
export type StoreCause =
  /** The archive cannot be written. */
  | "archive"
  /** The host did not answer, or must not be asked. */
  | "unreachable"
  /** The host answered, but not with the whole file. */
  | "undelivered"
  /** The host says that the link is dead. */
  | "gone";

export type Stored =
  | { readonly kind: "stored"; readonly file: ArchivedFile }
  | { readonly kind: "failed"; readonly cause: StoreCause; readonly failure: Failure };

/** Clocks differ, so a link that has just expired gets a chance. */
const MIN_DOWNLOAD_MS = 60_000;

/**
 * How long a download may take: until its link expires, and at most a day. Some links live for 30
 * days, which is longer than any timer of Node: it would fire at once.
 */
export function timeoutMsOf({ expiresAt }: Pick<ResultFile, "expiresAt">, now: number): number {
  const leftMs = expiresAt === null ? DAY_MS : expiresAt - now;
  return Math.min(Math.max(MIN_DOWNLOAD_MS, leftMs), DAY_MS);
}

/**
 * Streams one result from its link into the archive, until the link expires (G6). A failure is
 * `storage` if the archive failed, else `download`; either way the result is already charged.
 */
export async function storeFile(
  ports: StoreFilePorts,
  generationId: string,
  file: ResultFile,
  signal: AbortSignal,
): Promise<Stored> {
  const expiry = AbortSignal.timeout(timeoutMsOf(file, ports.now()));
  const until = AbortSignal.any([signal, expiry]);
  const first = await copy(ports, generationId, file, until);
  if (first.kind === "failed" || first.endIsKnown) return withoutEnd(first);
  // Without a length, a file that ends too early looks whole, but hardly ends there twice.
  const second = await copy(ports, generationId, file, until);
  return second.kind === "failed" || second.file.sha256 === first.file.sha256
    ? withoutEnd(second)
    : failed("undelivered", "", "the host sends a different part of the result each time");
}

type Copied =
  | (Extract<Stored, { kind: "stored" }> & { readonly endIsKnown: boolean })
  | Extract<Stored, { kind: "failed" }>;

function withoutEnd(copied: Copied): Stored {
  return copied.kind === "failed" ? copied : { kind: "stored", file: copied.file };
}

async function copy(
  { fetch, archive }: StoreFilePorts,
  generationId: string,
  file: ResultFile,
  signal: AbortSignal,
): Promise<Copied> {
  let answered = false;
  try {
    const download = await fetch.download(file.url, signal);
    answered = true;
    const { status, endIsKnown } = download;
    if (status !== 200) {
      download.stream.destroy();
      const cause = GONE.has(status) ? "gone" : "undelivered";
      return failed(cause, String(status), `the host of the result answered ${status}`);
    }
    const chunks = resumed(download, (rest) => fetch.download(file.url, signal, rest));
    const head = await firstBytes(chunks);
    const claim = { ...file, answeredType: download.contentType };
    const content = await contentOf(head, claim);
    if (content.kind === "wrong") {
      await chunks.return();
      return failed("undelivered", "", `the host sent ${content.found} instead of ${file.name}`);
    }
    const stream = Readable.from(joined(head, chunks), { objectMode: false });
    const contentType = content.contentType ?? file.contentType;
    const key = `${generationId}/${file.name}`;
    const { bytes, sha256 } = await archive.write(key, stream, { contentType, signal });
    if (download.bytes !== null && bytes !== download.bytes) {
      const message = `the result ended after ${bytes} of ${download.bytes} bytes`;
      return failed("undelivered", "", message);
    }
    return { kind: "stored", file: { name: file.name, bytes, sha256, contentType }, endIsKnown };
  } catch (error) {
    return failureOf(error, answered);
  }
}

/** What the recognition of a file type needs. */
const HEAD_BYTES = 4_100;

/** Reads the first bytes, at least `HEAD_BYTES` unless the stream ends before. */
async function firstBytes(chunks: AsyncGenerator<Buffer, void>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let bytes = 0; bytes < HEAD_BYTES; bytes += parts.at(-1)?.byteLength ?? 0) {
    const next = await chunks.next();
    if (next.done === true) break;
    parts.push(next.value);
  }
  return Buffer.concat(parts);
}

async function* joined(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}

/** Statuses of a host that knows the link and refuses it. */
const GONE = new Set([403, 404, 410]);

function failureOf(error: unknown, answered: boolean): Extract<Stored, { kind: "failed" }> {
  if (error instanceof ArchiveError) return failed("archive", error.code, error.message);
  const { code = "" } = error as NodeJS.ErrnoException;
  return failed(answered ? "undelivered" : "unreachable", code, problemOf(error));
}

function failed(
  cause: StoreCause,
  code: string,
  message: string,
): Extract<Stored, { kind: "failed" }> {
  const kind = cause === "archive" ? "storage" : "download";
  const failure: Failure = { kind, code, message, requestId: null, charged: true };
  return { kind: "failed", cause, failure };
}
