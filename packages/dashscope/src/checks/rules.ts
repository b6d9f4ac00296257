import { z } from "zod";

import type { Problem } from "./problem-text.ts";

/** The two parts of a request. Any field can be missing or have the wrong type. */
export interface Parts {
  readonly input: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * A check across several fields. It also runs when single fields are wrong, so it trusts none of
 * their types.
 */
export type Rule = (parts: Parts) => readonly Problem[];

const record = z.record(z.string(), z.unknown()).catch({});
const parts = z.object({ input: record, parameters: record }).catch({ input: {}, parameters: {} });

/** The parts of any JSON value; a part that is not an object becomes an empty one. */
export function partsOf(body: unknown): Parts {
  return parts.parse(body);
}

/** One problem if the condition holds, otherwise none. */
export function when(isWrong: boolean, path: string, message: string): readonly Problem[] {
  return isWrong ? [{ path, message }] : [];
}

/** One problem for each of these parameters that is present although it has no effect. */
export function withoutEffect(
  parameters: Parts["parameters"],
  names: readonly string[],
  condition: string,
): readonly Problem[] {
  return names.flatMap((name) =>
    noEffect(parameters[name] !== undefined, `parameters.${name}`, condition),
  );
}

/**
 * One problem for a field that is given although the provider ignores it.
 *
 * @param condition completes "has no effect …".
 */
export function noEffect(isGiven: boolean, path: string, condition: string): readonly Problem[] {
  const message = `has no effect ${condition}: remove it`;
  return isGiven ? [{ path, message, isIgnored: true }] : [];
}
