import { expect, it } from "vitest";

import { createAuthentication } from "./authentication.ts";
import type { Caller } from "./caller.ts";

const FILMS: Caller = { tenant: "films", space: "films", name: "dq_1", isDisabled: false };
const asked: string[] = [];
const findCaller = async (key: string) => {
  asked.push(key);
  return key === "dq_1-secret" ? FILMS : null;
};

const authentication = createAuthentication({
  tokens: ["first-token", "second"],
  findCaller,
  isOpen: false,
});
const callerOf = (authorization?: string) => authentication.callerOf(authorization);

it("gives each token a space and a name that do not reveal it (G7)", async () => {
  const first = await callerOf("Bearer first-token");
  expect(first).toMatchObject({
    tenant: "default",
    space: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(first?.name).toMatch(/^[0-9a-f]{12}$/);
  expect(await callerOf("bearer  first-token")).toEqual(first);
  expect((await callerOf("Bearer second"))?.space).not.toBe(first?.space);
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
  "Bearer dq_2-secret",
])("rejects %j", async (authorization) => {
  expect(await callerOf(authorization)).toBeNull();
});

it("finds the tenant of an API key", async () => {
  expect(await callerOf("Bearer dq_1-secret")).toBe(FILMS);
});

it("accepts every request but one with an unknown API key if it is open", async () => {
  const open = createAuthentication({ tokens: [], findCaller, isOpen: true });
  for (const authorization of [undefined, "Bearer sk-whatever"])
    expect(await open.callerOf(authorization)).toMatchObject({
      tenant: "default",
      space: "anybody",
    });
  expect(await open.callerOf("Bearer dq_1-secret")).toBe(FILMS);
  expect(await open.callerOf("Bearer dq_2-secret")).toBeNull();
  // Only what has the form of an API key is looked up.
  expect(asked.filter((key) => !key.startsWith("dq_"))).toEqual([]);
});
