import { createLogger } from "@dashqueue/service";
import { describe, expect, it } from "vitest";

import { FAILURE } from "../../test/fixtures/generations.ts";
import type { LaneReaction } from "./lane-reaction.ts";
import { createReactions } from "./reactions.ts";

const LANE = { account: "default", model: "wan2.1-vace-plus" };
const wrongKey = { ...FAILURE, kind: "authentication", code: "InvalidApiKey" } as const;
const full = { ...FAILURE, kind: "concurrency_limited", code: "Throttling.Concurrency" } as const;
const wrongPath = { ...FAILURE, kind: "configuration", code: "ModelNotFound" } as const;

/** Reactions over a gate that reports every call as a change of state, or none, and their log. */
function reactionsWhere(isNew: boolean) {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const gate: Parameters<typeof createReactions>[0] = {
    pause: async () => isNew,
    resume: async () => isNew,
    coolDown: async () => isNew,
    lowerLimit: async () => 1,
    overLimit: async () => isNew,
  };
  const logger = createLogger("test", { level: "info", pretty: false, destination });
  const reactions = createReactions(gate, logger, 60_000);
  return {
    lines,
    reactions,
    react: (reaction: LaneReaction) => reactions.react({ lane: LANE, model: LANE.model }, reaction),
  };
}

describe("a reaction", () => {
  it.each<[LaneReaction, object[]]>([
    [{ kind: "none" }, []],
    [{ kind: "resume" }, [{ event: "account-resumed", account: "default" }]],
    [
      { kind: "pause", failure: wrongKey },
      [{ level: 50, event: "account-paused", code: "InvalidApiKey" }],
    ],
    [
      { kind: "cool-down", scope: "lane", failure: FAILURE, delayMs: 5, full: false },
      [{ level: 40, event: "lane-delayed", lane: "default:wan2.1-vace-plus" }],
    ],
    [
      { kind: "cool-down", scope: "model", failure: wrongPath, delayMs: 5, full: false },
      [{ level: 50, event: "lane-delayed", model: "wan2.1-vace-plus" }],
    ],
    [
      { kind: "cool-down", scope: "lane", failure: full, delayMs: 5, full: true },
      [{ level: 40, event: "lane-delayed", kind: "concurrency_limited", maxInFlight: 1 }],
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

describe("the daily limit", () => {
  it("is logged once per day and lane, with advice", async () => {
    const first = reactionsWhere(true);
    expect(await first.reactions.stopSpending(LANE, "2026-11-22")).toBe(true);
    expect(first.lines).toMatchObject([
      {
        level: 40,
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
