import { z } from "zod";

import { fieldsOf } from "./known-fields.ts";
import { MOST_LEVELS } from "./nesting.ts";
import type { Problem } from "./problem-text.ts";
import { problemsOf, sentenceOf } from "./problem-text.ts";
import type { Rule } from "./rules.ts";
import { partsOf } from "./rules.ts";

/** How the requests of some models are checked. */
export interface RequestShape {
  /** The structure of the whole request, without the rules between fields. */
  readonly schemaOf: (model: z.ZodType) => z.ZodType;
  /**
   * Everything wrong with a body, at most one problem per field; none when it can be sent. Never
   * throws.
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
  const read = schema.safeParse(measurable(body, MOST_LEVELS), { error: sentenceOf });
  return problemsOf(read.error?.issues ?? [], read.success ? [] : fieldsOf(schema));
}

/**
 * A copy of a body that zod can measure. It measures everything with a `length`, even an object
 * where a text or a list belongs, and throws if that `length` is an object. No model has a field of
 * this name.
 */
function measurable(value: unknown, levels: number): unknown {
  if (typeof value !== "object" || value === null || levels === 0) return value;
  if (Array.isArray(value)) return value.map((item) => measurable(item, levels - 1));
  const fields = Object.entries(value).map(([name, field]): [string, unknown] =>
    name === "length" && typeof field === "object"
      ? [name, 0]
      : [name, measurable(field, levels - 1)],
  );
  return Object.fromEntries(fields);
}

function ruleProblems(rules: readonly Rule[], body: unknown): readonly Problem[] {
  const parts = partsOf(body);
  return rules.flatMap((rule) => rule(parts));
}

/** The first problem of each field. */
export function onePerField(problems: readonly Problem[]): readonly Problem[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) if (!first.has(problem.path)) first.set(problem.path, problem);
  return [...first.values()];
}
