import type { CreateRequest } from "../checks/create-request.ts";

export interface MediaUrl {
  /** As in `input.media[0].url`. */
  readonly path: string;
  readonly url: string;
  /** How the model uses the file: the `type` of its medium, or the name of its field. */
  readonly role: string;
}

/** The fields of all models that hold a URL or a list of URLs. */
const URL_FIELD = /(^|_)urls?$|^images?$|^ref_(img|image)$|^reference_voice$|^file_token$/;

interface Place {
  readonly path: string;
  readonly value: unknown;
  readonly holdsUrls: boolean;
  readonly role: string;
}

/** Every URL in a request's input that the provider will fetch, including files as data URLs. */
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

/** A copy of a request in which these media URLs are replaced. */
export function withMediaUrls(
  request: CreateRequest,
  urls: ReadonlyMap<string, string>,
): CreateRequest {
  return replaceMediaUrls(request, (url) => urls.get(url) ?? url);
}

type Copy = Record<string, unknown>;

interface CopiedPlace {
  readonly parent: Copy;
  readonly key: string;
  readonly holdsUrls: boolean;
}

/**
 * A copy of a request in which every media URL is replaced. Never throws, even for a request that
 * was not checked.
 */
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
