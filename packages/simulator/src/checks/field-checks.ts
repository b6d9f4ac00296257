import type { Check } from "./check.ts";
import { checkOf, invalid } from "./check.ts";
import { valueAt } from "./create-body.ts";

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

/** Absent, null, `""` and `[]` all count as missing. */
export function isMissing(value: unknown): boolean {
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

export function required(path: string): Check {
  return {
    name: `${path} required`,
    find: ({ body }) =>
      isMissing(valueAt(body, path)) ? invalid(`Field required: ${path}`) : null,
  };
}

/** At least one of these fields must be given. */
export function anyOf(paths: readonly string[]): Check {
  return {
    name: `${paths[0]} any-of`,
    find: ({ body }) =>
      paths.some((path) => !isMissing(valueAt(body, path)))
        ? null
        : invalid(`Field required: one of ${paths.join(", ")}`),
  };
}

export function text(path: string): Check {
  return checkOf(path, "text", (value) =>
    typeof value === "string" ? null : invalid(`${path} must be a string.`),
  );
}

export function flag(path: string): Check {
  return checkOf(path, "flag", (value) =>
    typeof value === "boolean" ? null : invalid(`${path} must be a boolean.`),
  );
}

export function oneOf(path: string, values: readonly unknown[]): Check {
  return checkOf(path, "one-of", (value) =>
    values.includes(value) ? null : invalid(`${path} must be one of ${values.join(", ")}.`),
  );
}

/** Both bounds are included. */
export function within(path: string, { min, max, whole = false }: Range): Check {
  return checkOf(path, "within", (value) => {
    const isNumber = whole ? Number.isInteger(value) : typeof value === "number";
    const isInside = isNumber && Number(value) >= min && Number(value) <= max;
    return isInside
      ? null
      : invalid(`${path} must be ${whole ? "an integer" : "a number"} in [${min}, ${max}].`);
  });
}

/** A list of `min` to `max` items; an absent list counts as empty. */
export function count(
  path: string,
  { min = 0, max = Infinity }: { readonly min?: number; readonly max?: number },
): Check {
  return {
    name: `${path} count`,
    find: ({ body }) => {
      const value = valueAt(body, path);
      const length = Array.isArray(value) ? value.length : 0;
      if (value !== undefined && !Array.isArray(value)) return invalid(`${path} must be a list.`);
      return length >= min && length <= max
        ? null
        : invalid(`${path} must have ${min} to ${max} items.`);
    },
  };
}

/** Ignores a value that is not a list, which another check refuses. */
export function atMost(path: string, most: number): Check {
  return checkOf(path, "at-most", (value) =>
    Array.isArray(value) && value.length > most ? invalid(`${path} takes at most ${most}.`) : null,
  );
}
