import type { CreateRequest } from "./request.ts";

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

function insideOf({ path, holdsUrls, role }: Place, value: object): Place[] {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => ({ path: `${path}[${index}]`, value: item, holdsUrls, role }));
  }
  return Object.entries(value).map(([key, item]) => ({
    path: `${path}.${key}`,
    value: item,
    holdsUrls: URL_FIELD.test(key),
    role: key === "url" && "type" in value && typeof value.type === "string" ? value.type : key,
  }));
}
