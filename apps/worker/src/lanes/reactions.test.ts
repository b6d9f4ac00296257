import type { CoolDownNews } from "@dashqueue/queue/internal";
import { createLogger } from "@dashqueue/service";
import { describe, expect, it } from "vitest";

import { FAILURE } from "../../test/fixtures/generations.ts";
import type { LaneReaction } from "./lane-reaction.ts";
import type { ReactionPorts } from "./reactions.ts";
import { createReactions } from "./reactions.ts";

const LANE = { account: "default", model: "wan2.1-vace-plus" };
const arrears = { ...FAILURE, kind: "arrears", code: "Arrearage" } as const;
const wrongKey = { ...FAILURE, kind: "authentication", code: "InvalidApiKey" } as const;
const full = { ...FAILURE, kind: "concurrency_limited", code: "Throttling.Concurrency" } as const;
const wrongPath = { ...FAILURE, kind: "configuration", code: "ModelNotFound" } as const;

/** Reactions over a gate that reports every call as a change of state, or none, and their log. */
function reactionsWhere(isNew: boolean, news: CoolDownNews = isNew ? "new" : "known") {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const gate: ReactionPorts["gate"] = {
    pause: async () => isNew,
    resume: async () => isNew,
    coolDown: async () => news,
    lowerLimit: async () => 1,
    overLimit: async () => isNew,
  };
  const logger = createLogger("test", { level: "info", pretty: false, destination });
  const keyRefusals = { refuse: () => isNew, accept: () => isNew };
  const tenants = { reach: async () => isNew };
  const now = () => Date.UTC(2026, 10, 22, 10);
  const ports = { gate, tenants, keyRefusals, logger, probeMs: 60_000, now };
  const reactions = createReactions(ports);
  return {
    lines,
    reactions,
    react: (reaction: LaneReaction) => reactions.react({ lane: LANE, model: LANE.model }, reaction),
  };
}

it("resumes nothing where nothing was held back", async () => {
  const { lines, reactions } = reactionsWhere(true);
  await reactions.react({ lane: LANE, model: LANE.model }, { kind: "resume" }, true);
  expect(lines).toMatchObject([{ event: "api-key-accepted" }]);
});

describe("a reaction", () => {
  it.each<[LaneReaction, object[]]>([
    [{ kind: "none" }, []],
    [
      { kind: "resume" },
      [
        { event: "api-key-accepted", account: "default" },
        { event: "account-resumed", account: "default" },
      ],
    ],
    [
      { kind: "pause", failure: arrears },
      [{ level: "error", event: "account-paused", code: "Arrearage" }],
    ],
    [
      { kind: "pause", failure: wrongKey },
      [{ level: "error", event: "api-key-refused", code: "InvalidApiKey" }],
    ],
    [
      { kind: "cool-down", scope: "lane", failure: FAILURE, delayMs: 5, full: false },
      [{ level: "warn", event: "lane-delayed", lane: "default:wan2.1-vace-plus" }],
    ],
    [
      { kind: "cool-down", scope: "model", failure: wrongPath, delayMs: 5, full: false },
      [{ level: "error", event: "lane-delayed", model: "wan2.1-vace-plus" }],
    ],
    [
      { kind: "cool-down", scope: "lane", failure: full, delayMs: 5, full: true },
      [{ level: "warn", event: "lane-delayed", kind: "concurrency_limited", maxInFlight: 1 }],
    ],
  ])("to %j is logged once, with advice", async (reaction, expected) => {
    const first = reactionsWhere(true);
    await first.react(reaction);
    expect(first.lines).toMatchObject(expected);
    const again = reactionsWhere(false);
    await again.react(reaction);
    expect(again.lines).toEqual([]);
  });
});

it("pauses the account after a refused query, too", async () => {
  const { lines, reactions } = reactionsWhere(true);
  await reactions.pauseAccount("default", arrears, null);
  await reactions.pauseAccount("default", wrongKey, null);
  expect(lines).toMatchObject([{ event: "account-paused" }, { event: "api-key-refused" }]);
});

it("says once when a lane is refused for a long time", async () => {
  const { lines, react } = reactionsWhere(false, "lasting");
  await react({ kind: "cool-down", scope: "lane", failure: FAILURE, delayMs: 5, full: false });
  expect(lines).toMatchObject([{ level: "error", event: "lane-blocked" }]);
});

describe("the daily limit", () => {
  it("is logged once per day and lane, with advice", async () => {
    const first = reactionsWhere(true);
    expect(await first.reactions.stopSpending(LANE, "2026-11-22")).toBe(true);
    expect(first.lines).toMatchObject([
      {
        level: "warn",
        event: "spend-limit-reached",
        lane: "default:wan2.1-vace-plus",
        day: "2026-11-22",
      },
    ]);
    const again = reactionsWhere(false);
    expect(await again.reactions.stopSpending(LANE, "2026-11-22")).toBe(false);
    expect(again.lines).toEqual([]);
  });
});

it("logs once per period that a tenant's budget is used up, with its value and advice", async () => {
  const limit = { name: "daily_spend", amount: "10", currency: "CNY" } as const;
  const first = reactionsWhere(true);
  await first.reactions.stopTenant("films", limit);
  expect(first.lines).toMatchObject([
    {
      level: "warn",
      event: "tenant-limit-reached",
      tenant: "films",
      limit: "daily_spend",
      msg: expect.stringMatching(/10 CNY.*2026-11-23T00:00:00.000Z.*raise it/),
    },
  ]);
  const again = reactionsWhere(false);
  await again.reactions.stopTenant("films", limit);
  expect(again.lines).toEqual([]);
});
