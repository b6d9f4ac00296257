import { expect, it } from "vitest";

import { createAuthentication } from "./authentication.ts";

const authentication = createAuthentication(["first-token", "second"]);
const callerOf = (authorization?: string) => authentication.callerOf(authorization);

it("gives each token a name that does not reveal it (G7)", () => {
  const first = callerOf("Bearer first-token");
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(callerOf("bearer  first-token")).toBe(first);
  expect(callerOf("Bearer second")).not.toBe(first);
});

it.each([
  undefined,
  "",
  "Bearer",
  "Bearer ",
  "Bearer first-token second",
  "Bearer first-toke",
  "Basic second",
  "second",
])("rejects %j", (authorization) => {
  expect(callerOf(authorization)).toBeNull();
});

it("accepts every request if there are no tokens", () => {
  const open = createAuthentication([]);
  expect(open.callerOf(undefined)).toBe("anybody");
  expect(open.callerOf("Bearer whatever")).toBe("anybody");
});
