import type { z } from "zod";

export interface QueryProblem {
  readonly path: string;
  readonly message: string;
}

/** Lists every problem of a query with the name of its parameter. */
export function queryProblems({ issues }: z.ZodError): readonly QueryProblem[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((path) => ({ path, message: "is not a parameter of this endpoint" }))
      : [{ path: issue.path.join("."), message: issue.message }],
  );
}
