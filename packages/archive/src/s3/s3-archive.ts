import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

import type { Archive, Listed, OpenObject, OpenOptions } from "../archive.ts";
import { checkKey } from "../archive.ts";
import type { S3Location } from "../location.ts";
import { isAbsent, s3Error } from "./s3-error.ts";
import type { S3Objects } from "./s3-objects.ts";
import { named } from "./s3-objects.ts";
import { removeVersion, writeObject } from "./write-object.ts";

const PROBE_BYTES = 4_096;
/** Objects of the archive itself are not listed. */
const HIDDEN = ".";
const CONNECT_MS = 10_000;
/** A connection that carries nothing for this long is lost. */
const SILENCE_MS = 60_000;

/**
 * An archive in S3-compatible storage: `<bucket>/<prefix>/<key>`. Credentials, region and endpoint
 * come from the standard `AWS_*` variables.
 *
 * @param newId makes the names of temporary objects unique across all processes.
 */
export function createS3Archive(location: S3Location, newId: () => string): Archive {
  const { bucket, prefix, pathStyle } = location;
  const client = new S3Client({
    // Checksums that S3-compatible storages do not know are left out.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
    ...(pathStyle ? { forcePathStyle: true } : {}),
  });
  return archiveOf({ client, bucket, prefix }, newId);
}

function archiveOf(objects: S3Objects, newId: () => string): Archive {
  const { client, bucket, prefix } = objects;
  const place = `s3://${bucket}/${prefix}`.replace(/\/$/, "");
  const at = (key: string) => named(objects, checkKey(key));
  return {
    place,
    async write(key, bytes, options) {
      checkKey(key);
      let streamError: Error | null = null;
      bytes.on("error", (error) => (streamError = error));
      try {
        return await writeObject(objects, key, bytes, options);
      } catch (error) {
        throw error === streamError || options.signal?.aborted ? error : s3Error(error, place);
      }
    },
    async open(key, options = {}) {
      const object = at(key);
      return orNull(place, () => openObject(objects, object, options));
    },
    async stat(key) {
      const object = at(key);
      return orNull(place, async () => {
        const found = await client.send(new HeadObjectCommand(object));
        const sha256 = found.Metadata?.["sha256"] ?? null;
        return { bytes: found.ContentLength ?? 0, sha256, modifiedAt: timeOf(found.LastModified) };
      });
    },
    async link(key, { expiresInMs, contentType, fileName }) {
      const command = new GetObjectCommand({
        ...at(key),
        ResponseContentType: contentType,
        ResponseContentDisposition: `inline; filename="${fileName.replaceAll(/[^\w.-]/g, "_")}"`,
      });
      const expiresIn = Math.ceil(expiresInMs / 1000);
      return guarded(place, () => getSignedUrl(client, command, { expiresIn }));
    },
    async remove(key) {
      const object = at(key);
      await guarded(place, () => client.send(new DeleteObjectCommand(object)));
    },
    list: (under, { after } = {}) => listObjects(objects, place, under, after),
    async probe() {
      const object = named(objects, `${HIDDEN}probe/${newId()}`);
      await guarded(place, async () => {
        const body = Buffer.alloc(PROBE_BYTES);
        const { VersionId } = await client.send(new PutObjectCommand({ ...object, Body: body }));
        if (VersionId === undefined) await client.send(new DeleteObjectCommand(object));
        else await removeVersion(objects, object, VersionId);
      });
      return null;
    },
    sweep: (before) => abortUploads(objects, before),
  };
}

async function guarded<T>(place: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw s3Error(error, place);
  }
}

/** Runs an operation on an object; null if there is none. */
function orNull<T>(place: string, run: () => Promise<T>): Promise<T | null> {
  return guarded(place, () =>
    run().catch((error: unknown) => {
      if (isAbsent(error)) return null;
      throw error;
    }),
  );
}

async function openObject(
  { client }: S3Objects,
  object: { readonly Bucket: string; readonly Key: string },
  { range, signal }: OpenOptions,
): Promise<OpenObject> {
  const part = range === undefined ? {} : { Range: `bytes=${range.from}-${range.to}` };
  const options = signal === undefined ? {} : { abortSignal: signal };
  const found = await client.send(new GetObjectCommand({ ...object, ...part }), options);
  return {
    stream: found.Body as OpenObject["stream"],
    bytes: sizeOf(found),
    modifiedAt: timeOf(found.LastModified),
  };
}

/** The size of the whole object. */
function sizeOf({ ContentRange: range, ContentLength: bytes }: GetObjectCommandOutput): number {
  const [, total] = /\/(\d+)$/.exec(range ?? "") ?? [];
  return total === undefined ? (bytes ?? 0) : Number(total);
}

async function* listObjects(
  { client, bucket, prefix }: S3Objects,
  place: string,
  under: string,
  after: string | undefined,
): AsyncGenerator<Listed, void> {
  const start = after === undefined ? {} : { StartAfter: `${prefix}${after}` };
  const query = { Bucket: bucket, Prefix: `${prefix}${under}`, ...start };
  try {
    for await (const page of paginateListObjectsV2({ client }, query))
      for (const { Key = "", Size = 0, LastModified } of page.Contents ?? []) {
        const key = Key.slice(prefix.length);
        if (!key.startsWith(HIDDEN) && !key.endsWith("/"))
          yield { key, bytes: Size, modifiedAt: timeOf(LastModified) };
      }
  } catch (error) {
    throw s3Error(error, place);
  }
}

/** Aborts uploads that a crashed process began. A storage may not list them, or not to this key. */
async function abortUploads({ client, bucket, prefix }: S3Objects, before: number): Promise<void> {
  const query = { Bucket: bucket, Prefix: prefix };
  try {
    // A page of a thousand is enough: there are more sweeps to come.
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand(query));
    for (const { Key, UploadId, Initiated } of Uploads)
      if (Initiated !== undefined && Initiated.getTime() < before)
        await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
  } catch {
    // A lifecycle rule of the bucket does the same.
  }
}

function timeOf(date: Date | undefined): number {
  return date?.getTime() ?? 0;
}
