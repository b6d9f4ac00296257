import { expect, test } from "vitest";

import { createAuthentication } from "./authentication.ts";

const authentication = createAuthentication(["first-token", "second"]);
const callerOf = (authorization?: string) => authentication.callerOf(authorization);

test("knows its tokens, and each caller by a name of their own", () => {
  const first = callerOf("Bearer first-token");
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(callerOf("bearer  first-token")).toBe(first);
  expect(callerOf("Bearer second")).not.toBe(first);
});

test.each([
  undefined,
  "",
  "Bearer",
  "Bearer ",
  "Bearer first-token second",
  "Bearer first-toke",
  "Basic second",
  "second",
])("does not know %j", (authorization) => {
  expect(callerOf(authorization)).toBeNull();
});

test("knows everybody where there are no tokens", () => {
  const open = createAuthentication([]);
  expect(open.callerOf(undefined)).toBe("anybody");
  expect(open.callerOf("Bearer whatever")).toBe("anybody");
});
