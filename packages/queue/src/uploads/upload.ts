import type {
  CreateRequest,
  FindModel,
  MediaUrl,
  ProbedMedia,
  Problem,
} from "@dashqueue/dashscope";
import {
  findModel as findInCatalog,
  mediaKindOf,
  mediaProblems,
  mediaUrls,
} from "@dashqueue/dashscope";
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

/**
 * What is wrong with the uploads that a request names, given those that exist: missing ones, and
 * those of a kind or size that the model does not accept.
 */
export function uploadProblems(
  request: CreateRequest,
  uploads: ReadonlyMap<string, Upload>,
  findModel: FindModel = findInCatalog,
): Problem[] {
  const rules = findModel(request.model)?.media;
  return mediaUrls(request).flatMap((place) => {
    const id = uploadIdOf(place.url);
    if (id === null) return [];
    const upload = uploads.get(id);
    const message = problemOf(place, upload);
    if (message !== null) return [{ path: place.path, message }];
    return rules === undefined || upload === undefined
      ? []
      : mediaProblems(rules, [{ ...place, probed: probedOf(upload) }]);
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

/** What is known of an upload without reading it. */
function probedOf({ contentType, bytes }: Upload): ProbedMedia {
  const kind = (["image", "video", "audio"] as const).find((kind) =>
    contentType.startsWith(`${kind}/`),
  );
  return {
    kind: kind ?? "other",
    format: null,
    sizeBytes: bytes,
    width: null,
    height: null,
    seconds: null,
    framesPerSecond: null,
  };
}
