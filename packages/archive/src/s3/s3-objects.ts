import type { S3Client } from "@aws-sdk/client-s3";

/** The objects of an archive: those of a bucket under a prefix. */
export interface S3Objects {
  readonly client: S3Client;
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
}

/** Names an object for a command. */
export function named(
  { bucket, prefix }: S3Objects,
  key: string,
): { readonly Bucket: string; readonly Key: string } {
  return { Bucket: bucket, Key: `${prefix}${key}` };
}
