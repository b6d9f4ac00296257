import { createHash } from "node:crypto";
import { Readable } from "node:stream";

import {
  CopyObjectCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";

import type { WriteOptions, Written } from "../archive.ts";
import { ArchiveError } from "../archive.ts";
import { headOf } from "../head-of.ts";
import type { S3Objects } from "./s3-objects.ts";
import { named } from "./s3-objects.ts";

/** What one write holds in memory, about twice. S3 allows 10 000 parts: 80 GB. */
const PART_BYTES = 8 * 1024 * 1024;
/** Larger objects cannot be copied by one request. */
const MOST_COPIED_BYTES = 5 * 1024 ** 3;

/** Streams an object into place, in one request if it is small, else in parts. */
export async function writeObject(
  objects: S3Objects,
  key: string,
  bytes: Readable,
  { contentType, signal }: WriteOptions,
): Promise<Written> {
  const meter = createMeter(bytes);
  const abort = () => bytes.destroy(signal?.reason as Error);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    signal?.throwIfAborted();
    const head = await headOf(meter.chunks, PART_BYTES);
    const object = { ...named(objects, key), ContentType: contentType };
    const etag = await (head.byteLength < PART_BYTES
      ? putWhole(objects, object, head, meter.written(), signal)
      : putInParts(objects, object, head, meter));
    return await verified(objects, key, meter.written(), etag);
  } catch (error) {
    // The cause, and not that it ended the upload.
    throw meter.failure() ?? error;
  } finally {
    signal?.removeEventListener("abort", abort);
    bytes.destroy();
  }
}

interface Named {
  readonly Bucket: string;
  readonly Key: string;
  readonly ContentType: string;
}

interface Meter {
  readonly chunks: AsyncGenerator<Buffer, void>;
  /** What was read. */
  written(): Written;
  /** Why the stream failed, if it did. */
  failure(): Error | null;
}

function createMeter(bytes: Readable): Meter {
  const hash = createHash("sha256");
  let length = 0;
  let failure: Error | null = null;
  // It may fail before it is read; without a listener that would crash the process.
  bytes.on("error", (error) => (failure = error));
  async function* chunks(): AsyncGenerator<Buffer, void> {
    for await (const chunk of bytes as AsyncIterable<Buffer | string>) {
      const buffer = Buffer.from(chunk as Buffer);
      hash.update(buffer);
      length += buffer.byteLength;
      yield buffer;
    }
  }
  return {
    chunks: chunks(),
    written: () => ({ bytes: length, sha256: hash.copy().digest("hex") }),
    failure: () => failure,
  };
}

async function putWhole(
  { client }: S3Objects,
  object: Named,
  body: Buffer,
  { sha256 }: Written,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const command = new PutObjectCommand({ ...object, Body: body, Metadata: { sha256 } });
  const { ETag } = await client.send(command, signal === undefined ? {} : { abortSignal: signal });
  return ETag;
}

/** If the stream fails, the parts are removed before this rejects. */
async function putInParts(
  { client }: S3Objects,
  object: Named,
  head: Buffer,
  meter: Meter,
): Promise<string | undefined> {
  const body = Readable.from(joined(head, meter.chunks), { objectMode: false });
  const params = { ...object, Body: body };
  const upload = new Upload({ client, params, partSize: PART_BYTES, queueSize: 1 });
  const uploaded = await upload.done();
  const { bytes, sha256 } = meter.written();
  if (bytes > MOST_COPIED_BYTES) return uploaded.ETag;
  // The metadata of parts is sent before the first one, but the hash is known after the last.
  const { Bucket, Key } = object;
  const copied = await client.send(
    new CopyObjectCommand({
      ...object,
      CopySource: [Bucket, ...Key.split("/")].map(encodeURIComponent).join("/"),
      MetadataDirective: "REPLACE",
      Metadata: { sha256 },
    }),
  );
  await removeVersion({ client }, { Bucket, Key }, uploaded.VersionId);
  return copied.CopyObjectResult?.ETag;
}

async function* joined(
  head: Buffer,
  rest: AsyncGenerator<Buffer, void>,
): AsyncGenerator<Buffer, void> {
  yield head;
  yield* rest;
}

/** Removes one version from a bucket that keeps them, if this key may. */
export async function removeVersion(
  { client }: Pick<S3Objects, "client">,
  object: { readonly Bucket: string; readonly Key: string },
  version: string | undefined,
): Promise<void> {
  if (version === undefined || version === "null") return;
  await client.send(new DeleteObjectCommand({ ...object, VersionId: version })).catch(() => {});
}

/** @param etag of the object that was written: another process may have replaced it since. */
async function verified(
  objects: S3Objects,
  key: string,
  written: Written,
  etag: string | undefined,
): Promise<Written> {
  const found = await objects.client.send(new HeadObjectCommand(named(objects, key)));
  const isReplaced = etag !== undefined && unquoted(found.ETag) !== unquoted(etag);
  if (found.ContentLength === written.bytes || isReplaced) return written;
  const message = `the archive has ${found.ContentLength} bytes of the ${written.bytes} that were written to ${key}`;
  throw new ArchiveError("SizeMismatch", message);
}

/** Some storages write an ETag with quotes in a header, and without them in a body. */
function unquoted(etag: string | undefined): string | undefined {
  return etag?.replaceAll('"', "");
}
