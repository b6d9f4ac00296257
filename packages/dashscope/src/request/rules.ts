import { z } from "zod";

import type { Problem } from "./problem-text.ts";

/** A request as far as its fields must fit each other; any of them may be missing or wrong. */
export interface Parts {
  readonly input: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Names what no single field shows. Runs also when fields are wrong, so it believes nothing of them. */
export type Rule = (parts: Parts) => readonly Problem[];

const record = z.record(z.string(), z.unknown()).catch({});
const parts = z.object({ input: record, parameters: record }).catch({ input: {}, parameters: {} });

/** The parts of any JSON; what is no object is an empty one. */
export function partsOf(body: unknown): Parts {
  return parts.parse(body);
}

/** One problem, where there is one. */
export function when(isWrong: boolean, path: string, message: string): readonly Problem[] {
  return isWrong ? [{ path, message }] : [];
}

/** The named parameters that are there, but mean nothing. */
export function useless(
  parameters: Parts["parameters"],
  names: readonly string[],
  message: string,
): readonly Problem[] {
  return names.flatMap((name) =>
    when(parameters[name] !== undefined, `parameters.${name}`, message),
  );
}
