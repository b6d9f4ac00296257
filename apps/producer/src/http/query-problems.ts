import { didYouMean, similarTo } from "@dashqueue/dashscope";
import type { z } from "zod";

export interface QueryProblem {
  readonly path: string;
  readonly message: string;
}

/**
 * Lists every problem of a query with the name of its parameter.
 *
 * @param names of the parameters; one of them is suggested for a misspelled one
 */
export function queryProblems(
  { issues }: z.ZodError,
  names: readonly string[] = [],
): readonly QueryProblem[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((path) => {
          const question = didYouMean(similarTo(path, names), "");
          return { path, message: `is not a parameter of this endpoint${question}` };
        })
      : [{ path: issue.path.join("."), message: issue.message }],
  );
}
