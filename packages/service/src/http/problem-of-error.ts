import { z } from "zod";

import type { Problem } from "./problem.ts";
import { isRedisAway } from "./redis-away.ts";

/** What body-parser, Express's router and send throw for a request that is wrong: `http-errors`. */
const requestErrorSchema = z.object({
  status: z.int().min(400).max(499),
  type: z.string().optional(),
  limit: z.number().optional(),
  headers: z.record(z.string(), z.string()).catch({}).default({}),
});

/** What to answer for an error, and the headers that belong to it. */
export function problemOf(error: unknown): {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
} {
  const read = requestErrorSchema.safeParse(error);
  if (read.success) return { problem: requestProblem(read.data), headers: read.data.headers };
  return { problem: isRedisAway(error) ? REDIS_AWAY : UNEXPECTED, headers: {} };
}

const REDIS_AWAY: Problem = {
  status: 503,
  detail:
    "Redis does not answer just now. Try again; what was not acknowledged may have been done or not.",
  retryAfterSeconds: 2,
};

const UNEXPECTED: Problem = {
  status: 500,
  detail: "Something unexpected happened. It is in the log of the server.",
};

function requestProblem({ status, type, limit }: z.infer<typeof requestErrorSchema>): Problem {
  const detail =
    type === "entity.too.large" ? `The body is over ${limit ?? 0} bytes.` : DETAILS.get(type ?? "");
  return { status, detail };
}

const DETAILS: ReadonlyMap<string, string> = new Map([
  ["entity.parse.failed", "The body is not valid JSON."],
  ["encoding.unsupported", "The body's Content-Encoding is not supported."],
  ["charset.unsupported", "The body must be JSON in UTF-8."],
]);
