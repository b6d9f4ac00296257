import type { FindModel } from "../catalog/catalog.ts";
import type { CreateRequest } from "../checks/create-request.ts";
import { partsOf } from "../checks/rules.ts";
import type { Model } from "../facts/model.ts";
import { mediaUrls, replaceMediaUrls } from "../media/media-urls.ts";
import { withoutField } from "./without-field.ts";
import type { Synonym } from "./synonyms.ts";
import { SYNONYMS } from "./synonyms.ts";
import { withoutNulls } from "./without-nulls.ts";

export interface LenientReading {
  /** To be checked strictly: what else is wrong with it is left. */
  readonly body: unknown;
  /** The paths of the fields that were left out, such as `input.extend_prompt`. */
  readonly ignored: readonly string[];
}

export interface LenientReadingOptions {
  readonly findModel: FindModel;
  /** Top-level fields that are not DashScope's, which are kept. */
  readonly ownFields: readonly string[];
}

/** No client sends as many; a request with more is refused for the others. */
const MOST_IGNORED = 64;

/**
 * Reads the body of a create request as DashScope does: null is absent, and an empty media URL and
 * a field that means nothing to the model are left out. A field under the name of another model
 * gets its own one. What changes the bill or the result is left to strict validation. Never throws.
 */
export function readLeniently(
  body: unknown,
  { findModel, ownFields }: LenientReadingOptions,
): LenientReading {
  const given = withoutNulls(body);
  const id = typeof given === "object" && given !== null && "model" in given ? given.model : null;
  const model = typeof id === "string" ? findModel(id) : undefined;
  if (model === undefined) return { body: given, ignored: [] };
  const fields = Object.entries(given as CreateRequest);
  const isOwn = ([name]: [string, unknown]) => ownFields.includes(name);
  const sent = Object.fromEntries(fields.filter((field) => !isOwn(field)));
  const read = withoutIgnored(withSynonyms(sent as unknown as CreateRequest, model));
  const { request, ignored } = read;
  return { body: { ...request, ...Object.fromEntries(fields.filter(isOwn)) }, ignored };
}

interface Reading {
  readonly model: Model;
  readonly request: CreateRequest;
  /** What was left out so far. */
  readonly ignored: readonly string[];
  /** What must not be left out: it contradicts another field. */
  readonly kept: readonly string[];
}

function withSynonyms(request: CreateRequest, model: Model): Reading {
  const reading = { model, request, ignored: [], kept: [] };
  return SYNONYMS.reduce(withSynonym, leaveOut(reading, emptyUrlsIn(request)));
}

function withSynonym(reading: Reading, synonym: Synonym): Reading {
  const { model, request, kept } = reading;
  const [from, to] = [synonym.from.join("."), synonym.to.join(".")];
  const value = fieldOf(request, synonym.from);
  if (value === undefined || !ignoredIn(model, request).includes(from)) return reading;
  const documented = fieldOf(request, synonym.to);
  const translated = synonym.translate(value);
  const renamed = withField(request, synonym.to, documented ?? translated ?? value);
  const hasNeither = ignoredIn(model, renamed).includes(to);
  if (hasNeither) return reading;
  const fits =
    documented === undefined ? translated !== undefined : synonym.agree(documented, value);
  if (!fits) return { ...reading, kept: [...kept, from] };
  if (documented !== undefined) return reading;
  const whole = synonym.losesDetail ? renamed : withoutField(renamed, from);
  return { ...reading, request: whole as CreateRequest };
}

function withoutIgnored(reading: Reading): Reading {
  const { model, request, kept } = reading;
  const found = ignoredIn(model, request).filter((path) => !kept.includes(path));
  const rest = leaveOut(reading, found);
  return rest === reading ? reading : withoutIgnored(rest);
}

/** Leaves out these fields, unless they would be too many. */
function leaveOut(reading: Reading, paths: readonly string[]): Reading {
  const { request, ignored } = reading;
  if (paths.length === 0 || ignored.length + paths.length > MOST_IGNORED) return reading;
  const rest = paths.reduce<unknown>(withoutField, request) as CreateRequest;
  return { ...reading, request: rest, ignored: [...ignored, ...paths] };
}

/** DashScope's own examples give optional media this way. Entries of lists are not fields. */
function emptyUrlsIn(request: CreateRequest): readonly string[] {
  return mediaUrls(request).flatMap(({ path, url }) =>
    url === "" && !path.endsWith("]") ? [path] : [],
  );
}

function ignoredIn({ problemsOf }: Model, request: CreateRequest): readonly string[] {
  return problemsOf(withoutFiles(request)).flatMap(({ path, isIgnored }) =>
    isIgnored ? [path] : [],
  );
}

/** Files of many megabytes, which need not be read to know which fields are ignored. */
function withoutFiles(request: CreateRequest): CreateRequest {
  return replaceMediaUrls(request, (url) => (url.startsWith("data:") ? "oss://file" : url));
}

function fieldOf(request: CreateRequest, [part, name]: Synonym["from"]): unknown {
  return partsOf(request)[part][name];
}

function withField(
  request: CreateRequest,
  [part, name]: Synonym["to"],
  value: unknown,
): CreateRequest {
  return { ...request, [part]: { ...partsOf(request)[part], [name]: value } };
}
