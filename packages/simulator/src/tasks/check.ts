import { valueAt, type CreateBody } from "./create-body.ts";

/** What a check found: the code and message that DashScope answers with. */
export type Problem = { readonly code: string; readonly message: string };

export type CheckedRequest = {
  readonly body: CreateBody;
  /** The request has the header `X-DashScope-OssResourceResolve: enable`. */
  readonly resolvesOss: boolean;
};

/** One check of a create request. Its name is what `asyncChecks` of the simulator's options takes. */
export type Check = {
  readonly name: string;
  readonly find: (request: CheckedRequest) => Problem | null;
};

export function invalid(message: string): Problem {
  return { code: "InvalidParameter", message };
}

/** A check that looks at one field, and only where it is given. */
export function checkOf(
  path: string,
  kind: string,
  find: (value: unknown, request: CheckedRequest) => Problem | null,
): Check {
  return {
    name: `${path} ${kind}`,
    find: (request) => {
      const value = valueAt(request.body, path);
      return value === undefined ? null : find(value, request);
    },
  };
}

/** Absent, null, `""` and `[]` are all missing. */
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

export type Range = { readonly min: number; readonly max: number; readonly whole?: boolean };

/** Both bounds included. */
export function within(path: string, { min, max, whole = false }: Range): Check {
  return checkOf(path, "within", (value) => {
    const isNumber = whole ? Number.isInteger(value) : typeof value === "number";
    const isInside = isNumber && Number(value) >= min && Number(value) <= max;
    return isInside
      ? null
      : invalid(`${path} must be ${whole ? "an integer" : "a number"} in [${min}, ${max}].`);
  });
}

/** The same checks, for requests of one `input.function` only. */
export function forFunction(name: string, checks: readonly Check[]): readonly Check[] {
  return checks.map((check) => ({
    name: `${name}: ${check.name}`,
    find: (request) =>
      valueAt(request.body, "input.function") === name ? check.find(request) : null,
  }));
}
