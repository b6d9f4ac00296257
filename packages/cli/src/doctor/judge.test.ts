import type { Generation, Model } from "@dashqueue/client";
import type { RedisInspection } from "@dashqueue/queue";
import { describe, expect, it } from "vitest";

import { findingText } from "./finding.ts";
import {
  judgeClock,
  judgeLimits,
  judgeProviderKey,
  judgeRedis,
  judgeSpace,
  judgeToken,
  judgeWaiting,
} from "./judge.ts";

const key = `dq_${"a".repeat(32)}`;

it.each([
  [undefined, "warn", /DASHQUEUE_TOKEN/],
  ["sk-123", "fail", /PRODUCER_TOKENS/],
  ['"quoted"', "fail", /quotes/],
  ["dq_short", "fail", /35 characters, this one 8/],
  [key, "ok", /tenant's key/],
  ["a-token-of-the-producer", "ok", /token of the producer/],
])("judges the token %j: %s", (token, state, message) => {
  expect(judgeToken(token)).toEqual({ state, message: expect.stringMatching(message) });
});

it("judges the key of the provider", () => {
  expect(judgeProviderKey("sk-123")).toMatchObject({ state: "ok" });
  expect(judgeProviderKey("123")).toMatchObject({ state: "fail" });
});

it.each([
  [400, "ok"],
  [-6_000, "warn"],
  [400_000, "fail"],
  [Number.NaN, "warn"],
])("judges a clock that is %j ms ahead: %s", (aheadMs, state) => {
  expect(judgeClock("Redis", aheadMs).state).toBe(state);
});

it("judges whether the limits of the account are known", () => {
  const model = (limits: readonly object[]) => ({ account_limits: limits }) as unknown as Model;
  expect(judgeLimits([model([]), model([{}])])).toMatchObject({ state: "ok" });
  expect(judgeLimits([model([])])).toMatchObject({
    state: "warn",
    message: expect.stringContaining("Check that a worker runs"),
  });
});

it("judges what waits for an operator", () => {
  const waiting = (reason: string) =>
    ({ waiting: { reason, advice: "Top up the account." } }) as unknown as Generation;
  expect(judgeWaiting([])).toEqual({ state: "ok", message: "nothing waits" });
  expect(judgeWaiting([waiting("slot")])).toMatchObject({ state: "ok" });
  const held = judgeWaiting([waiting("slot"), waiting("account"), waiting("account")]);
  expect(held).toEqual({ state: "warn", message: "2 wait for account. Top up the account." });
});

describe("judgeRedis", () => {
  const reached: RedisInspection & { readonly kind: "reached" } = {
    kind: "reached",
    version: "7.2.4",
    aheadMs: 0,
    mode: "fsync",
    messages: [],
  };
  const states = (inspection: RedisInspection) => judgeRedis(inspection).map(({ state }) => state);

  it("passes on what to do", () => {
    expect(states({ kind: "unreachable", message: "check REDIS_URL" })).toEqual(["fail"]);
    expect(states(reached)).toEqual(["ok", "ok", "ok"]);
    expect(states({ ...reached, messages: ["Redis has replicas."] })).toEqual(["ok", "warn", "ok"]);
    expect(states({ ...reached, mode: null, messages: ["evicts"] })).toEqual(["ok", "fail", "ok"]);
  });

  it.each([
    ["6.0.16", "fail"],
    ["5.0", "fail"],
    ["6.2.14", "ok"],
    ["8.0.0", "ok"],
    [null, "warn"],
  ])("judges version %j: %s", (version, state) => {
    expect(states({ ...reached, version })[0]).toBe(state);
  });
});

it("judges the space of the archive", () => {
  expect(judgeSpace("/data", null).state).toBe("ok");
  expect(judgeSpace("/data", { freeBytes: 5e9, totalBytes: 9e9 }).state).toBe("ok");
  expect(judgeSpace("/data", { freeBytes: 5e8, totalBytes: 9e9 }).state).toBe("warn");
});

it("writes a finding as a line, and indents its other lines", () => {
  const finding = { name: "token", state: "fail", message: "one\ntwo" } as const;
  expect(findingText(finding, false)).toBe(`fail  token     one\n${" ".repeat(16)}two`);
  expect(findingText(finding, true)).toContain("\u001B[31m");
});
