import type { CreateRequest } from "../request/request.ts";

export type MediaKind = "image" | "video" | "audio";

export interface MediaUrl {
  /** As in `input.media[0].url`. */
  readonly path: string;
  readonly url: string;
  /** The part that it plays: what a medium says that it is, or the name of its field. */
  readonly role: string;
}

/** Fields that hold URLs, or lists of them, in one model or another. */
const URL_FIELD = /(^|_)urls?$|^images?$|^ref_image$|^reference_voice$/;

interface Place {
  readonly path: string;
  readonly value: unknown;
  readonly holdsUrls: boolean;
  readonly role: string;
}

/** Every URL in a request's input that the provider will fetch, with its place; files as base64 too. */
export function mediaUrls(request: CreateRequest): readonly MediaUrl[] {
  const found: MediaUrl[] = [];
  const open: Place[] = [{ path: "input", value: request.input, holdsUrls: false, role: "input" }];
  // Not recursive: an unchecked request can be nested to any depth.
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { path, value, holdsUrls, role } = place;
    if (typeof value === "string" && holdsUrls) found.push({ path, url: value, role });
    if (typeof value !== "object" || value === null) continue;
    for (const inside of insideOf(place, value).toReversed()) open.push(inside);
  }
  return found;
}

/** A copy of a request with these of its media URLs replaced. */
export function withMediaUrls(
  request: CreateRequest,
  urls: ReadonlyMap<string, string>,
): CreateRequest {
  return replaceMediaUrls(request, (url) => urls.get(url) ?? url);
}

/** A copy of a request with every media URL replaced. Total, also for a request that was not checked. */
export function replaceMediaUrls(
  request: CreateRequest,
  replace: (url: string) => string,
): CreateRequest {
  const copy: Copy = { ...request };
  const open: CopiedPlace[] = [{ parent: copy, key: "input", holdsUrls: false }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { parent, key, holdsUrls } = place;
    const value = parent[key];
    if (typeof value === "string" && holdsUrls) parent[key] = replace(value);
    if (typeof value !== "object" || value === null) continue;
    const isList = Array.isArray(value);
    const inside = (isList ? [...(value as unknown[])] : { ...value }) as Copy;
    parent[key] = inside;
    for (const name of Object.keys(inside))
      open.push({
        parent: inside,
        key: name,
        holdsUrls: isList ? holdsUrls : URL_FIELD.test(name),
      });
  }
  return copy as unknown as CreateRequest;
}

type Copy = Record<string, unknown>;

interface CopiedPlace {
  readonly parent: Copy;
  readonly key: string;
  readonly holdsUrls: boolean;
}

function insideOf({ path, holdsUrls, role }: Place, value: object): Place[] {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => ({
      path: `${path}[${index}]`,
      value: item,
      holdsUrls,
      role,
    }));
  }
  return Object.entries(value).map(([key, item]) => ({
    path: `${path}.${key}`,
    value: item,
    holdsUrls: URL_FIELD.test(key),
    role: key === "url" && "type" in value && typeof value.type === "string" ? value.type : key,
  }));
}

/** What has to be there, where the part that it plays says so: `reference_voice`, `first_clip`, `ref_images_url`; null for several. */
export function mediaKindOf(role: string): MediaKind | null {
  if (/audio|voice/.test(role)) return "audio";
  if (/video|clip/.test(role)) return "video";
  return /image|img|frame/.test(role) ? "image" : null;
}
