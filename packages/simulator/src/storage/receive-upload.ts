import type { Request } from "express";

import type { OssError } from "./oss-error.ts";
import { OSS_ERRORS } from "./oss-error.ts";
import { expirationOf } from "./upload-policy.ts";
import type { Uploads } from "./uploads.ts";

/**
 * Checks the form of an upload and records its file. `express.raw` has read the body.
 *
 * @returns why the upload is refused; null when it succeeded.
 */
export async function receiveUpload(
  request: Request,
  now: number,
  uploads: Pick<Uploads, "put">,
): Promise<OssError | null> {
  const form = await parseForm(request);
  if (form === null) return OSS_ERRORS.malformedPost;
  const expiration = expirationOf(form.get("policy"), form.get("Signature"));
  if (expiration === null) return OSS_ERRORS.policyDenied;
  if (Date.parse(expiration) <= now) return OSS_ERRORS.policyExpired;
  const [key, file] = [form.get("key"), form.get("file")];
  if (typeof key !== "string" || !(file instanceof Blob)) return OSS_ERRORS.malformedPost;
  const content = new Uint8Array(await file.arrayBuffer());
  return uploads.put(key, content) ? null : OSS_ERRORS.alreadyExists;
}

async function parseForm(request: Request): Promise<FormData | null> {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) return null;
  const contentType = request.get("content-type") ?? "";
  try {
    return await new Response(new Uint8Array(body), {
      headers: { "content-type": contentType },
    }).formData();
  } catch {
    return null;
  }
}
