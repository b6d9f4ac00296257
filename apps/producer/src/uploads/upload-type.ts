import type { Upload } from "@dashqueue/archive";
import { signatureOf } from "@dashqueue/service";
import { fileTypeFromBuffer } from "file-type";

export type UploadType = Pick<Upload, "contentType" | "extension">;

/** The type of an image, video or audio file by its first bytes; null for any other file. */
export async function mediaTypeOf(head: Buffer): Promise<UploadType | null> {
  const type = await recognizedType(head);
  return type !== null && /^(image|video|audio)\//.test(type.contentType) ? type : null;
}

/**
 * The type of a file by its first bytes. The declared type counts only if the content is not
 * recognized.
 *
 * @returns null if neither is known.
 */
export async function typeOfFile(head: Buffer, declaredType: string): Promise<UploadType | null> {
  return (await recognizedType(head)) ?? typeDeclared(declaredType);
}

async function recognizedType(head: Buffer): Promise<UploadType | null> {
  const type = (await fileTypeFromBuffer(head)) ?? signatureOf(head);
  return type === undefined ? null : { contentType: type.mime, extension: type.ext };
}

/** Such as `svg` of `image/svg+xml`. */
export function typeDeclared(contentType: string): UploadType | null {
  const [, extension] = /^[a-z]+\/(?:x-|vnd\.)?([a-z0-9]{1,16})/.exec(contentType) ?? [];
  const isUnknown = extension === undefined || contentType === "application/octet-stream";
  return isUnknown ? null : { contentType, extension };
}
