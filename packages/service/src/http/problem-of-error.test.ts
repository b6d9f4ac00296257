import { expect, it } from "vitest";

import { problemOf } from "./problem-of-error.ts";
import { ProblemError } from "./problem.ts";

it.each([
  [{ status: 400, type: "entity.parse.failed" }, "The body is not valid JSON."],
  [{ status: 413, type: "entity.too.large", limit: 5 }, "The body is larger than 5 bytes."],
  [{ status: 413, type: "entity.too.large" }, "The body is larger than 0 bytes."],
  [
    { status: 400, type: "entity.too.deep", limit: 32 },
    "The body is nested deeper than 32 levels. Flatten it: no request needs as many.",
  ],
  [
    { status: 400, type: "charset.invalid" },
    "The body is not valid UTF-8. Encode it as UTF-8; some Windows shells send GBK.",
  ],
  [{ status: 415, type: "charset.unsupported" }, "The body must be JSON in UTF-8."],
  [
    { status: 400, code: "Z_DATA_ERROR" },
    "The body is not in the encoding that Content-Encoding names, or is cut off.",
  ],
  [
    { status: 400, type: "request.size.invalid" },
    "The body does not have the length that Content-Length names.",
  ],
  [{ status: 404 }, undefined],
  [{ status: 499 }, undefined],
])("passes on the status of the request error %j", (error, detail) => {
  const { problem } = problemOf(Object.assign(new Error("inside"), error));
  expect(problem).toEqual({ status: error.status, detail });
});

it("says of a path that cannot be decoded how to encode it", () => {
  const error = Object.assign(new URIError("inside"), { status: 400 });
  expect(problemOf(error).problem.detail).toMatch(/^The path is not valid/);
});

it("keeps the headers of a request error", () => {
  const error = Object.assign(new Error("inside"), {
    status: 416,
    headers: { "Content-Range": "bytes */5" },
  });
  expect(problemOf(error).headers).toEqual({ "Content-Range": "bytes */5" });
});

it("returns the problem that an error names", () => {
  const problem = { status: 507, detail: "The archive is full.", retryAfterSeconds: 5 };
  expect(problemOf(new ProblemError(problem))).toEqual({ problem, headers: {} });
});

it.each([new Error("s3cr3t"), { status: 500 }, { status: "400" }, null, "text"])(
  "maps %j to a 500 that reveals nothing of it (G7)",
  (error) => {
    const answer = problemOf(error);
    expect(answer.problem.status).toBe(500);
    expect(JSON.stringify(answer)).not.toContain("s3cr3t");
  },
);

it("maps an unreachable Redis to a 503 with Retry-After", () => {
  expect(problemOf(new Error("Connection is closed.")).problem).toMatchObject({
    status: 503,
    retryAfterSeconds: 2,
  });
});
