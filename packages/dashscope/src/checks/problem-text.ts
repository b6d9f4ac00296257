import type { z } from "zod";

import { meantField } from "./known-fields.ts";
import { didYouMean } from "./similar.ts";

/** What is wrong with a request, and where: `input.ref_images_url[0]`. */
export interface Problem {
  readonly path: string;
  readonly message: string;
  /** Present if the provider ignores the field: the request means the same without it. */
  readonly isIgnored?: true;
}

/** Names that have one spelling in a path, and can be sent in a header. */
const PLAIN_NAME = /^[\w-]{1,64}$/;

/** Nobody misspells more fields, and to compare many names takes time. */
const MOST_MISSPELLED = 10;

/**
 * Problems from zod's issues, one for each unknown field.
 *
 * @param fields the paths of the known fields; one of them is suggested for a misspelled one
 */
export function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  fields: readonly string[] = [],
): Problem[] {
  const candidates = issues.length > MOST_MISSPELLED ? [] : fields;
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key, index) =>
          unknownField([...issue.path, key], index < MOST_MISSPELLED ? candidates : []),
        )
      : [{ path: pathOf(issue.path), message: issue.message }],
  );
}

function unknownField(keys: readonly PropertyKey[], fields: readonly string[]): Problem {
  const path = pathOf(keys);
  const message = `is not a known field${didYouMean(meantField(path, fields), ": remove it")}`;
  return { path, message, ...(PLAIN_NAME.test(String(keys.at(-1))) ? { isIgnored: true } : {}) };
}

/** What a field must be, as the end of a sentence that begins with its name. */
export function sentenceOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is required" : `must be ${withArticle(issue.expected)}`;
    case "invalid_value":
      return oneOf(issue.values, issue.input === undefined);
    case "too_big":
      return bounded("at most", Number(issue.maximum), issue.origin);
    case "too_small":
      return bounded("at least", Number(issue.minimum), issue.origin);
    case "invalid_key":
      return issue.issues.map(({ message }) => `has a name that ${message}`).join("; ");
    // Rare: zod's own message is used.
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "invalid_union":
    case "not_multiple_of":
    case "unrecognized_keys":
      return undefined;
  }
}

function withArticle(expected: string): string {
  if (expected === "int") return "a whole number";
  if (expected === "record") return "an object";
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}

function oneOf(values: readonly unknown[], isMissing: boolean): string {
  const words = values.map((value) => JSON.stringify(value)).join(", ");
  if (isMissing)
    return values.length === 1 ? `is required: ${words}` : `is required: one of ${words}`;
  return values.length === 1 ? `must be ${words}` : `must be one of ${words}`;
}

function bounded(bound: string, value: number, origin: string): string {
  if (origin === "array") return `must have ${bound} ${value} ${value === 1 ? "entry" : "entries"}`;
  if (origin !== "string") return `must be ${bound} ${value}`;
  return `must be ${bound} ${value} ${value === 1 ? "character" : "characters"} long`;
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}
