import type { z } from "zod";

import { jsonSchemaOf } from "../checks/known-fields.ts";
import { FIELD_NOTES } from "../facts/field-notes.ts";
import type { Model } from "../facts/model.ts";

type Schema = z.core.JSONSchema.BaseSchema;

/**
 * The JSON Schema of a model's create body: every field with what it means, its unit (`x-unit`) and
 * its default, where those are documented. It cannot express the rules between fields.
 */
export function describedRequest(model: Model): Schema {
  return described(jsonSchemaOf(model.request), defaultsOf(model));
}

function described(schema: Schema, defaults: ReadonlyMap<string, unknown>): Schema {
  const { properties, items, anyOf, required = [] } = schema;
  const inside = (one: z.core.JSONSchema._JSONSchema) =>
    typeof one === "boolean" ? one : described(one, defaults);
  return {
    ...schema,
    ...(properties && { properties: mapped(properties, required, defaults) }),
    ...(anyOf && { anyOf: anyOf.map(inside) }),
    ...(items && !Array.isArray(items) && { items: inside(items) }),
  } as Schema;
}

function mapped(
  properties: NonNullable<Schema["properties"]>,
  required: readonly string[],
  defaults: ReadonlyMap<string, unknown>,
): NonNullable<Schema["properties"]> {
  const fields = Object.entries(properties).map(([name, field]) => {
    if (typeof field === "boolean") return [name, field] as const;
    const { description, unit } = FIELD_NOTES[name] ?? {};
    const value = required.includes(name) ? undefined : defaults.get(name);
    const isKnown = value !== undefined && (field.enum?.includes(value as string) ?? true);
    const notes = {
      ...(description === undefined ? {} : { description }),
      ...(unit === undefined ? {} : { "x-unit": unit }),
      ...(isKnown ? { default: value } : {}),
    };
    return [name, { ...described(field, defaults), ...notes }] as const;
  });
  return Object.fromEntries(fields) as NonNullable<Schema["properties"]>;
}

/** What the provider does without a field, as the bill shows it. */
function defaultsOf({ id, price, billing }: Model): ReadonlyMap<string, unknown> {
  const nothing = { input: {}, parameters: {} };
  const units = billing.isGuess === true ? null : billing.mostUnits(nothing);
  return new Map<string, unknown>([
    ["prompt_extend", true],
    ...(units === null ? [] : [[price?.unit === "image" ? "n" : "duration", units] as const]),
    ...(/^wanx?\d/.test(id) ? [["watermark", false] as const] : []),
    ...(id.startsWith("happyhorse") ? [["watermark", true] as const] : []),
  ]);
}
