import type { z } from "zod";

export interface QueryProblem {
  readonly path: string;
  readonly message: string;
}

/** Every problem of a query, each with the parameter that has it. */
export function queryProblems({ issues }: z.ZodError): readonly QueryProblem[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((path) => ({ path, message: "is not a parameter of this list" }))
      : [{ path: issue.path.join("."), message: issue.message }],
  );
}
