import { expect, it } from "vitest";

import { DashqueueError } from "./dashqueue-error.ts";
import { refusalOf } from "./refusal.ts";

const NOW = Date.parse("2026-11-27T12:00:00Z");
const answer = { status: 400, statusText: "Bad Request", body: "", retryAfter: null };

it("reads the detail and every field of a problem", () => {
  const errors = [{ path: "parameters.size", message: "is unknown" }, { path: 1 }, null];
  const body = JSON.stringify({ title: "Bad Request", detail: "Nothing was stored.", errors });
  const error = new DashqueueError(refusalOf({ ...answer, body }, NOW));
  expect(error).toMatchObject({ kind: "refused", status: 400, problems: [errors[0]] });
  expect(error.message).toBe("Nothing was stored.\n  parameters.size: is unknown");
});

it.each(["", "<html>", "null", "[]", '{"title": 3}'])("makes sense of the body %j", (body) => {
  expect(refusalOf({ ...answer, body }, NOW)).toMatchObject({
    detail: "The server answered 400 Bad Request.",
    problems: [],
  });
});

it.each([
  ["2", 2_000],
  ["Fri, 27 Nov 2026 12:00:05 GMT", 5_000],
  ["Fri, 27 Nov 2026 11:00:00 GMT", 0],
  ["soon", undefined],
  [null, undefined],
])("reads the Retry-After %j", (retryAfter, expected) => {
  expect(refusalOf({ ...answer, status: 503, retryAfter }, NOW).retryAfterMs).toBe(expected);
});
