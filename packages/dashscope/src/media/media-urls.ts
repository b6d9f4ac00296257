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
  // Not by recursion: a request that nobody checked may be of any depth.
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { path, value, holdsUrls, role } = place;
    if (typeof value === "string" && holdsUrls) found.push({ path, url: value, role });
    if (typeof value !== "object" || value === null) continue;
    for (const inside of insideOf(place, value).toReversed()) open.push(inside);
  }
  return found;
}

/** The same request with other URLs where these are named. Only for one that was checked. */
export function withMediaUrls(
  request: CreateRequest,
  urls: ReadonlyMap<string, string>,
): CreateRequest {
  const renew = (value: unknown, holdsUrls: boolean): unknown => {
    if (typeof value === "string") return holdsUrls ? (urls.get(value) ?? value) : value;
    if (Array.isArray(value)) return value.map((item: unknown) => renew(item, holdsUrls));
    return typeof value === "object" && value !== null ? renewed(value) : value;
  };
  const renewed = (fields: object) =>
    Object.fromEntries(
      Object.entries(fields).map(([key, item]) => [key, renew(item, URL_FIELD.test(key))]),
    );
  return { ...request, input: renewed(request.input) };
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
