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

import type { Generation } from "../generation/generation.ts";
import { storedUploadId, uploadIdOf } from "./upload-url.ts";

/** What a request's checks need to know of an uploaded file. */
export interface UploadedFile {
  readonly bytes: number;
  /** By its content, such as `image/png`. */
  readonly contentType: string;
}

/** The uploaded files. `@dashqueue/archive` implements it. */
export interface Uploads {
  /** Reads an upload and renews its retention; null if it does not exist. */
  use(id: string): Promise<UploadedFile | null>;
}

/**
 * The problems of the uploads that a generation names. Reading them renews their retention, so that
 * they last as long as the generation may need them.
 */
export async function problemsOfUploads(
  uploads: Uploads | undefined,
  { request, tenant }: Pick<Generation, "request" | "tenant">,
  findModel?: FindModel,
): Promise<Problem[]> {
  const known = new Map<string, UploadedFile>();
  for (const id of uploadsIn(request)) {
    const upload = (await uploads?.use(storedUploadId(tenant, id))) ?? null;
    if (upload !== null) known.set(id, upload);
  }
  return uploadProblems(request, known, findModel);
}

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
  uploads: ReadonlyMap<string, UploadedFile>,
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

function problemOf({ role }: MediaUrl, upload: UploadedFile | undefined): string | null {
  if (upload === undefined)
    return "names an upload that does not exist or has expired: send the file to POST /v1/uploads first";
  const kind = mediaKindOf(role);
  const fits = kind === null || upload.contentType.startsWith(`${kind}/`);
  return fits
    ? null
    : `must be ${kind === "video" ? "a" : "an"} ${kind}; this upload is ${upload.contentType}`;
}

/** What is known of an upload without reading it. */
function probedOf({ contentType, bytes }: UploadedFile): ProbedMedia {
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
