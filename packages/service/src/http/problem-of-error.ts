import { ArchiveError } from "@dashqueue/archive";
import { z } from "zod";

import type { Problem } from "./problem.ts";
import { ProblemError } from "./problem.ts";
import { isRedisAway } from "./redis-away.ts";

/**
 * The errors that body-parser, the router of Express and send throw for an invalid request
 * (`http-errors`).
 */
const REQUEST_ERROR = z.object({
  status: z.int().min(400).max(499),
  type: z.string().optional(),
  /** Of an error of zlib, which body-parser passes on. */
  code: z.string().optional(),
  limit: z.number().optional(),
  headers: z.record(z.string(), z.string()).catch({}).default({}),
});

/** Maps an error to a problem and to the response headers that belong to it. */
export function problemOf(error: unknown): {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
} {
  if (error instanceof ProblemError) return { problem: error.problem, headers: {} };
  const read = REQUEST_ERROR.safeParse(error);
  if (read.success) {
    const { status, headers } = read.data;
    const detail = error instanceof URIError ? PATH : detailOf(read.data);
    return { problem: { status, detail }, headers };
  }
  if (error instanceof ArchiveError) return { problem: ARCHIVE_AWAY, headers: {} };
  return { problem: isRedisAway(error) ? REDIS_AWAY : UNEXPECTED, headers: {} };
}

const REDIS_AWAY: Problem = {
  status: 503,
  detail:
    "Redis is not responding. Retry the request; an unacknowledged write may or may not have taken effect.",
  retryAfterSeconds: 2,
};

const ARCHIVE_AWAY: Problem = {
  status: 503,
  detail: "The archive cannot be read at the moment. Try again later.",
  retryAfterSeconds: 5,
};

const UNEXPECTED: Problem = {
  status: 500,
  detail: "An unexpected error occurred. See the server's log.",
};

function detailOf({ type = "", code = "", limit = 0 }: z.infer<typeof REQUEST_ERROR>) {
  if (type === "entity.too.large") return `The body is larger than ${limit} bytes.`;
  if (type === "entity.too.deep")
    return `The body is nested deeper than ${limit} levels. Flatten it: no request needs as many.`;
  return code.startsWith("Z_") ? ENCODING : DETAILS.get(type);
}

const PATH = "The path is not valid: percent-encode it as UTF-8.";
const ENCODING = "The body is not in the encoding that Content-Encoding names, or is cut off.";

const DETAILS: ReadonlyMap<string, string> = new Map([
  ["entity.parse.failed", "The body is not valid JSON."],
  [
    "charset.invalid",
    "The body is not valid UTF-8. Encode it as UTF-8; some Windows shells send GBK.",
  ],
  ["encoding.unsupported", "The Content-Encoding of the body is not supported."],
  ["charset.unsupported", "The body must be JSON in UTF-8."],
  ["request.size.invalid", "The body does not have the length that Content-Length names."],
]);
