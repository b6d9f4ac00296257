import fc from "fast-check";
import { z } from "zod";

import type { Model } from "../catalogue/model.ts";
import type { CreateRequest } from "../request.ts";

type Path = readonly (string | number)[];

/** What any field may be given, wrong or right. */
const VALUES: readonly unknown[] = [
  [undefined, "", [], {}, true, false, "some text", "5"],
  [-1, 0, 1, 2, 3, 4, 5, 8, 10, 12, 15, 16, 60, 1.5, 2_147_483_647, 2_147_483_648],
  [200, 900, 1_600, 2_600, 5_100].map((length) => "x".repeat(length)),
  ["480P", "720P", "1080P", "1280*720", "1024*1024", "4096*4096", "100*100", "16:9"],
  ["https://media.example/1.png", "https://media.example/1.mp4", "https://media.example/图.png"],
  ["ftp://media.example/1.png", "media.example/1.png", "data:image/png;base64,iVBORw0KGgo="],
].flat();

/** Requests like this one, with up to three fields changed: any field that the model knows, to any value that may matter. */
export function changedRequests(request: CreateRequest, model: Model): fc.Arbitrary<CreateRequest> {
  const schema = z.toJSONSchema(model.request, { io: "input", unrepresentable: "any" });
  const paths = [
    ...pathsIn(request.input, ["input"]),
    ...pathsIn(request.parameters ?? {}, ["parameters"]),
    ...(["input", "parameters"] as const).flatMap((part) =>
      namesIn(schema, part).map((name) => [part, name]),
    ),
  ].filter(({ length }) => length > 1);
  const one = fc.constantFrom(...VALUES, ...new Set(valuesIn(schema)));
  const several = fc
    .tuple(one, fc.integer({ min: 1, max: 12 }))
    .map(([value, count]) => Array.from({ length: count }, () => value));
  const change = fc.record({ path: fc.constantFrom(...paths), value: fc.oneof(one, several) });
  return fc
    .array(change, { maxLength: 3 })
    .map((changes) => changes.reduce((body, { path, value }) => put(body, path, value), request))
    .map((body) => JSON.parse(JSON.stringify(body)) as CreateRequest);
}

/** Where the values of a body are. */
function pathsIn(value: unknown, path: Path): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...inner.flatMap(([key, item]) => pathsIn(item, [...path, key]))];
}

/** The fields that a schema knows in one part of the body. */
function namesIn(schema: unknown, part: "input" | "parameters"): readonly string[] {
  const { anyOf, properties } = recordOf(schema);
  return [
    ...Object.keys(recordOf(recordOf(recordOf(properties)[part])["properties"])),
    ...(Array.isArray(anyOf) ? anyOf.flatMap((one) => namesIn(one, part)) : []),
  ];
}

/** What a schema's fields may be: the members of its enumerations, and what is at the ends of its ranges. */
function valuesIn(schema: unknown): readonly unknown[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { enum: members, const: only, minimum, maximum } = recordOf(schema);
  const ends = [minimum, maximum].filter((end) => typeof end === "number");
  return [
    ...(Array.isArray(members) ? (members as readonly unknown[]) : []),
    ...(only === undefined ? [] : [only]),
    ...ends.flatMap((end) => [end - 1, end, end + 1]),
    ...Object.values(schema).flatMap(valuesIn),
  ];
}

function put<T>(value: T, [key, ...rest]: Path, to: unknown): T {
  if (key === undefined) return to as T;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...recordOf(value) };
  const next = put(Reflect.get(copy, key), rest, to);
  // As JSON sends it: an undefined field is not there.
  if (next === undefined && !Array.isArray(copy)) Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, key, next ?? null);
  return copy as T;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
