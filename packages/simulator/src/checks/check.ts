import type { CreateBody } from "./create-body.ts";
import { valueAt } from "./create-body.ts";

/** What a check found: the code and message of DashScope's answer. */
export interface Problem {
  readonly code: string;
  readonly message: string;
}

export interface CheckedRequest {
  readonly body: CreateBody;
  /** Whether the request has the header `X-DashScope-OssResourceResolve: enable`. */
  readonly resolvesOss: boolean;
}

/** One check of a create request. The simulator option `asyncChecks` takes these names. */
export interface Check {
  readonly name: string;
  readonly find: (request: CheckedRequest) => Problem | null;
}

export function invalid(message: string): Problem {
  return { code: "InvalidParameter", message };
}

/** A check of one field that runs only where the field is given. */
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

/** Limits checks to requests with this `input.function`. */
export function forFunction(name: string, checks: readonly Check[]): readonly Check[] {
  return checks.map((check) => ({
    name: `${name}: ${check.name}`,
    find: (request) =>
      valueAt(request.body, "input.function") === name ? check.find(request) : null,
  }));
}
