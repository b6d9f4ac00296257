import { z } from "zod";

import type { Problem } from "./problem.ts";
import { isRedisAway } from "./redis-away.ts";

/**
 * The errors that body-parser, the router of Express and send throw for an invalid request
 * (`http-errors`).
 */
const REQUEST_ERROR = z.object({
  status: z.int().min(400).max(499),
  type: z.string().optional(),
  limit: z.number().optional(),
  headers: z.record(z.string(), z.string()).catch({}).default({}),
});

/** Maps an error to a problem and to the response headers that belong to it. */
export function problemOf(error: unknown): {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
} {
  const read = REQUEST_ERROR.safeParse(error);
  if (read.success) return { problem: requestProblem(read.data), headers: read.data.headers };
  return { problem: isRedisAway(error) ? REDIS_AWAY : UNEXPECTED, headers: {} };
}

const REDIS_AWAY: Problem = {
  status: 503,
  detail:
    "Redis is not responding. Retry the request; an unacknowledged write may or may not have taken effect.",
  retryAfterSeconds: 2,
};

const UNEXPECTED: Problem = {
  status: 500,
  detail: "An unexpected error occurred. See the server's log.",
};

function requestProblem({ status, type, limit }: z.infer<typeof REQUEST_ERROR>): Problem {
  const detail =
    type === "entity.too.large"
      ? `The body is larger than ${limit ?? 0} bytes.`
      : DETAILS.get(type ?? "");
  return { status, detail };
}

const DETAILS: ReadonlyMap<string, string> = new Map([
  ["entity.parse.failed", "The body is not valid JSON."],
  ["encoding.unsupported", "The Content-Encoding of the body is not supported."],
  ["charset.unsupported", "The body must be JSON in UTF-8."],
]);
