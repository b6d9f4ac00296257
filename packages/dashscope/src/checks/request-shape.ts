import { z } from "zod";

import type { Problem } from "./problem-text.ts";
import { problemsOf, sentenceOf } from "./problem-text.ts";
import type { Rule } from "./rules.ts";
import { partsOf } from "./rules.ts";

/** How the requests of some models are checked. */
export interface RequestShape {
  /** The structure of the whole request, without the rules between fields. */
  readonly schemaOf: (model: z.ZodType) => z.ZodType;
  /**
   * Everything wrong with a body, at most one problem per field; none when it can be sent. Total.
   */
  readonly problemsOf: (body: unknown) => readonly Problem[];
}

export interface RequestParts {
  readonly input: z.ZodType;
  readonly parameters: z.ZodType;
  readonly rules?: readonly Rule[];
}

/** The shape of requests that all have the same fields. */
export function requestShape({ input, parameters, rules = [] }: RequestParts): RequestShape {
  const schemaOf = (model: z.ZodType) => z.strictObject({ model, input, parameters });
  const anyModel = schemaOf(z.string());
  return {
    schemaOf,
    problemsOf: (body) =>
      onePerField([...structureProblems(anyModel, body), ...ruleProblems(rules, body)]),
  };
}

/**
 * The shape of requests whose fields depend on `input.function`. `common` has the fields of every
 * function; it checks a request whose function is missing or unknown.
 */
export function requestShapeByFunction(
  functions: Readonly<Record<string, RequestParts>>,
  common: z.ZodType,
): RequestShape {
  const shapes = new Map(
    Object.entries(functions).map(([name, parts]) => [name, requestShape(parts)]),
  );
  const known = [...shapes.keys()].join(", ");
  return {
    schemaOf: (model) => z.union([...shapes.values()].map((shape) => shape.schemaOf(model))),
    problemsOf(body) {
      const { function: name } = partsOf(body).input;
      const shape = typeof name === "string" ? shapes.get(name) : undefined;
      if (shape !== undefined) return shape.problemsOf(body);
      const unknown = { path: "input.function", message: `must be one of ${known}` };
      return onePerField([unknown, ...structureProblems(common, body)]);
    },
  };
}

function structureProblems(schema: z.ZodType, body: unknown): readonly Problem[] {
  return problemsOf(schema.safeParse(body, { error: sentenceOf }).error?.issues ?? []);
}

function ruleProblems(rules: readonly Rule[], body: unknown): readonly Problem[] {
  const parts = partsOf(body);
  return rules.flatMap((rule) => rule(parts));
}

function onePerField(problems: readonly Problem[]): readonly Problem[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) if (!first.has(problem.path)) first.set(problem.path, problem);
  return [...first.values()];
}
