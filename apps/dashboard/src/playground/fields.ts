import type { CreateRequest, Model } from "@dashqueue/dashscope";
import { describedRequest } from "@dashqueue/dashscope";

/** The parts of a create body that have fields. */
export const PARTS = ["input", "parameters"] as const;
type Part = (typeof PARTS)[number];

/** A field of a form, made from the JSON Schema of a model. */
export interface Field {
  /** In the form: `input.prompt`. */
  readonly name: string;
  readonly part: Part;
  readonly key: string;
  /** How its text is read; `json` for lists and objects. */
  readonly type: "string" | "number" | "boolean" | "json";
  /** Null if any value may be given. */
  readonly choices: readonly string[] | null;
  /** Whether its text may have several lines. */
  readonly isLong: boolean;
  readonly isRequired: boolean;
  readonly description: string;
  readonly unit: string | null;
  /** What the provider does without it; null if that is unknown. */
  readonly default: string | null;
}

type Schema = ReturnType<typeof describedRequest>;
type Property = Schema & { readonly "x-unit"?: string };

/** The fields of a model. Where it has several forms of requests, those of all of them. */
export function fieldsOf(model: Model): readonly Field[] {
  const schema = describedRequest(model);
  const forms = schema.anyOf === undefined ? [schema] : schema.anyOf.filter(isSchema);
  return PARTS.flatMap((part) => fieldsIn(part, forms));
}

function fieldsIn(part: Part, forms: readonly Schema[]): readonly Field[] {
  const parts = forms.flatMap((form) => {
    const schema = form.properties?.[part];
    return isSchema(schema) ? [schema] : [];
  });
  const keys = new Set(parts.flatMap(({ properties = {} }) => Object.keys(properties)));
  return [...keys].map((key) => {
    const found = parts.flatMap(({ properties = {} }) => {
      const property = properties[key];
      return isSchema(property) ? [property] : [];
    });
    const isRequired = parts.every(({ required = [] }) => required.includes(key));
    return fieldOf(part, key, found, isRequired);
  });
}

const LONG = 500;

function fieldOf(part: Part, key: string, found: readonly Property[], isRequired: boolean): Field {
  const [first = {}] = found;
  const type = typeOf(first);
  const choices = type === "boolean" ? ["true", "false"] : choicesOf(found);
  return {
    name: `${part}.${key}`,
    part,
    key,
    type,
    choices,
    isLong: type === "json" || (choices === null && (first.maxLength ?? 0) > LONG && !isUrl(key)),
    isRequired,
    description: first.description ?? "",
    unit: first["x-unit"] ?? null,
    default: first.default === undefined ? null : textOf(first.default),
  };
}

const isUrl = (key: string) => key.endsWith("_url");

function typeOf({ type }: Property): Field["type"] {
  if (type === "string" || type === "boolean") return type;
  return type === "integer" || type === "number" ? "number" : "json";
}

/** All values that one of the forms allows; null if one allows any. */
function choicesOf(found: readonly Property[]): readonly string[] | null {
  const choices = found.map(({ const: only, enum: some }) => (only === undefined ? some : [only]));
  if (choices.includes(undefined)) return null;
  return [...new Set(choices.flatMap((some) => some ?? []).map(textOf))];
}

/** The text of a value in a form. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}

/** The texts with which a form begins: those of an example. */
export function textsOf(
  fields: readonly Field[],
  { input, parameters = {} }: Pick<CreateRequest, "input" | "parameters">,
): Readonly<Record<string, string>> {
  const parts: Readonly<Record<Part, Readonly<Record<string, unknown>>>> = { input, parameters };
  const texts = fields.flatMap(({ part, key, name }) =>
    parts[part][key] === undefined ? [] : [[name, textOf(parts[part][key])] as const],
  );
  return Object.fromEntries(texts);
}

/**
 * The create body of a form. It checks nothing: a text that cannot be read stays a text, and the
 * checks of submissions name it.
 */
export function requestOf(
  model: string,
  fields: readonly Field[],
  texts: Readonly<Record<string, unknown>>,
): CreateRequest {
  const partOf = (part: Part) =>
    Object.fromEntries(
      fields.flatMap((field) => {
        const text = texts[field.name];
        if (field.part !== part || typeof text !== "string" || text.trim() === "") return [];
        return [[field.key, valueOf(field, text)] as const];
      }),
    );
  const parameters = partOf("parameters");
  const given = Object.keys(parameters).length === 0 ? {} : { parameters };
  return { model, input: partOf("input"), ...given };
}

/** The names of the fields that need JSON and have a text that is none. */
export function unreadIn(
  fields: readonly Field[],
  texts: Readonly<Record<string, unknown>>,
): ReadonlySet<string> {
  const unread = fields.filter((field) => {
    const text = texts[field.name];
    const isGiven = typeof text === "string" && text.trim() !== "";
    return field.type === "json" && isGiven && valueOf(field, text) === text;
  });
  return new Set(unread.map(({ name }) => name));
}

function valueOf({ type }: Field, text: string): unknown {
  if (type === "string") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function isSchema(value: unknown): value is Property {
  return typeof value === "object" && value !== null;
}
