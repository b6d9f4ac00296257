import { pipeline } from "node:stream/promises";

import type { Archive, OpenObject } from "@dashqueue/archive";
import { ArchiveError } from "@dashqueue/archive";
import type { Request, Response } from "express";

import { disconnectSignal } from "../http/disconnect-signal.ts";
import { ProblemError } from "../http/problem.ts";
import { mediaKindOf } from "./media-kind.ts";

/** A file as its record describes it. */
export interface RecordedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly contentType: string;
}

export interface SendPorts {
  readonly archive: Pick<Archive, "stat" | "open">;
  /** Makes links to files where the archive has some; by default the files are sent. */
  readonly link?: Archive["link"] | undefined;
}

/** A player may stop for a while, and continues with the link that it has. */
const LINK_MS = 60 * 60 * 1000;

/**
 * Answers a request for an archived file: whole, in part, by saying that the client has it, or by a
 * link of the archive.
 *
 * @returns `missing`, without an answer, if the archive does not hold the file.
 * @throws ProblemError if the request is invalid, such as an unsatisfiable range, and ArchiveError.
 */
export async function sendArchived(
  { archive, link }: SendPorts,
  key: string,
  file: RecordedFile,
  request: Request,
  response: Response,
): Promise<"sent" | "missing"> {
  if ((await archive.stat(key))?.bytes !== file.bytes) return "missing";
  const etag = `"${file.sha256}"`;
  const range = requestedRange(request, response, file.bytes, etag);
  const headers = headersOf(file, etag, range);
  if (isKnown(request, response, etag)) {
    response.status(304).set(headers).removeHeader("Content-Length");
    response.end();
    return "sent";
  }
  const status = range === undefined ? 200 : 206;
  if (request.method === "HEAD") {
    response.status(status).set(headers).end();
    return "sent";
  }
  const { name: fileName, contentType } = file;
  const url = (await link?.(key, { expiresInMs: LINK_MS, contentType, fileName })) ?? null;
  if (url !== null) {
    // The link is a credential, and expires: only the address here is stable (G7).
    response.set("Cache-Control", "no-store").redirect(307, url);
    return "sent";
  }
  const opened = await archive.open(key, { range });
  if (opened === null) return "missing";
  response.status(status).set(headers);
  await send(opened, response);
  return "sent";
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** A malformed range does not count, and several are answered by the whole file (RFC 9110). */
function requestedRange(
  request: Request,
  response: Response,
  bytes: number,
  etag: string,
): Range | undefined {
  const ifMatch = request.get("If-Match");
  if (ifMatch !== undefined && !namesEtag(ifMatch, etag))
    throw new ProblemError({ status: 412, detail: "This file has another ETag." });
  const ifRange = request.get("If-Range");
  if (ifRange !== undefined && ifRange !== etag) return undefined;
  const ranges = request.range(bytes, { combine: true });
  if (ranges === -1) {
    response.set("Content-Range", `bytes */${bytes}`);
    throw new ProblemError({ status: 416, detail: `This file has ${bytes} bytes.` });
  }
  const [range, other] = typeof ranges === "object" && ranges.type === "bytes" ? ranges : [];
  return range && other === undefined ? { from: range.start, to: range.end } : undefined;
}

function namesEtag(header: string, etag: string): boolean {
  return header === "*" || header.split(",").some((tag) => tag.trim() === etag);
}

/** Whether the client has the file. */
function isKnown(request: Request, response: Response, etag: string): boolean {
  response.set("ETag", etag);
  const { fresh } = request;
  response.removeHeader("ETag");
  return fresh;
}

/**
 * An archived file never changes, so clients may cache it forever. A browser shows media only; it
 * saves other files, and would run nothing in them.
 */
function headersOf(
  { name, bytes, contentType }: RecordedFile,
  etag: string,
  range: Range | undefined,
): Record<string, string> {
  const isMedia = mediaKindOf(contentType) !== null;
  const { from, to } = range ?? { from: 0, to: bytes - 1 };
  return {
    "Accept-Ranges": "bytes",
    ETag: etag,
    "Cache-Control": "private, max-age=31536000, immutable",
    "Content-Type": contentType,
    "Content-Length": String(to - from + 1),
    ...(range === undefined ? {} : { "Content-Range": `bytes ${from}-${to}/${bytes}` }),
    "Content-Disposition": `${isMedia ? "inline" : "attachment"}; filename="${name.replaceAll(/[^\w.-]/g, "_")}"`,
    "X-Content-Type-Options": "nosniff",
    ...(isMedia ? {} : { "Content-Security-Policy": "default-src 'none'; sandbox" }),
  };
}

async function send({ stream }: OpenObject, response: Response): Promise<void> {
  const disconnected = disconnectSignal(response);
  let failure: Error | null = null;
  stream.once("error", (error) => {
    if (!disconnected.aborted) failure = error;
  });
  // A client may disconnect at any time.
  await pipeline(stream, response).catch(() => {});
  if (failure !== null) {
    const { message } = failure as Error;
    throw new ArchiveError("", `the archive stopped sending: ${message}`, { cause: failure });
  }
}
