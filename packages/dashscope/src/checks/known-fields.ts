import { z } from "zod";

import { similarTo } from "./similar.ts";

const known = new WeakMap<z.ZodType, readonly string[]>();

/** The paths of all fields that a schema knows: `input.media`, `input.media[].url`. */
export function fieldsOf(schema: z.ZodType): readonly string[] {
  const found = known.get(schema) ?? [...new Set(pathsIn(jsonSchemaOf(schema), ""))];
  known.set(schema, found);
  return found;
}

/** A schema as JSON Schema of what a caller sends. Omits what JSON Schema cannot express. */
export function jsonSchemaOf(schema: z.ZodType): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
}

function pathsIn(schema: z.core.JSONSchema._JSONSchema | undefined, path: string): string[] {
  if (typeof schema !== "object") return [];
  const { properties = {}, items, anyOf = [] } = schema;
  const inner = Object.entries(properties).flatMap(([name, field]) => {
    const place = path === "" ? name : `${path}.${name}`;
    return [place].concat(pathsIn(field, place));
  });
  const item = Array.isArray(items) ? undefined : items;
  return [...inner, ...pathsIn(item, `${path}[]`), ...anyOf.flatMap((one) => pathsIn(one, path))];
}

/**
 * The field that an unknown one probably stands for: one of the same name in another place, or one
 * with a similar name in the same place.
 */
export function meantField(path: string, fields: readonly string[]): readonly string[] {
  const place = path.replaceAll(/\[\d+\]/g, "[]");
  const elsewhere = fields.filter(
    (field) => nameOf(field) === nameOf(place) && !/\[\]/.test(field),
  );
  if (elsewhere.length > 0) return elsewhere.slice(0, 1);
  const siblings = fields.filter((field) => parentOf(field) === parentOf(place)).map(nameOf);
  const [similar] = similarTo(nameOf(path), siblings);
  return similar === undefined ? [] : [parentOf(path) + similar];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** With the point, `""` for the body. */
function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf(".") + 1);
}
