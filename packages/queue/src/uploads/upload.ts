import type { CreateRequest, MediaUrl, Problem } from "@dashqueue/dashscope";
import { mediaKindOf, mediaUrls } from "@dashqueue/dashscope";
import { z } from "zod";

import { uploadIdOf } from "./upload-url.ts";

/** The record of an uploaded file. Times are epoch milliseconds. */
export const uploadSchema = z.object({
  id: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  /** By its content, such as `image/png`; and the matching extension without a dot. */
  contentType: z.string(),
  extension: z.string(),
  createdAt: z.number(),
});

export type Upload = z.infer<typeof uploadSchema>;

/** The ids of the uploads that a request names, each once. */
export function uploadsIn(request: CreateRequest): readonly string[] {
  return [...new Set(mediaUrls(request).flatMap(({ url }) => uploadIdOf(url) ?? []))];
}

/** What is wrong with the uploads that a request names, given those that exist. */
export function uploadProblems(
  request: CreateRequest,
  uploads: ReadonlyMap<string, Upload>,
): Problem[] {
  return mediaUrls(request).flatMap((place) => {
    const id = uploadIdOf(place.url);
    if (id === null) return [];
    const message = problemOf(place, uploads.get(id));
    return message === null ? [] : [{ path: place.path, message }];
  });
}

function problemOf({ role }: MediaUrl, upload: Upload | undefined): string | null {
  if (upload === undefined)
    return "names an upload that does not exist or has expired: send the file to POST /v1/uploads first";
  const kind = mediaKindOf(role);
  const fits = kind === null || upload.contentType.startsWith(`${kind}/`);
  return fits
    ? null
    : `must be ${kind === "video" ? "a" : "an"} ${kind}; this upload is ${upload.contentType}`;
}
