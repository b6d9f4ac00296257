import { createLogger } from "@dashqueue/service";
import { describe, expect, it } from "vitest";

import { FAILURE } from "../../test/fixtures/generations.ts";
import type { LaneReaction } from "./lane-reaction.ts";
import { createReactions } from "./reactions.ts";

const LANE = { account: "default", model: "wan2.1-vace-plus" };
const wrongKey = { ...FAILURE, kind: "authentication", code: "InvalidApiKey" } as const;
const full = { ...FAILURE, kind: "concurrency_limited", code: "Throttling.Concurrency" } as const;
const wrongPath = { ...FAILURE, kind: "configuration", code: "ModelNotFound" } as const;

/** A gate that says each time whether this is news, and what is logged. */
function reactions(news: boolean) {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const gate: Parameters<typeof createReactions>[0] = {
    pause: async () => news,
    resume: async () => news,
    coolDown: async () => news,
    lowerLimit: async () => 1,
    overLimit: async () => news,
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
  ])("to %j is said once, with what to do", async (reaction, expected) => {
    const first = reactions(true);
    await first.react(reaction);
    expect(first.lines).toMatchObject(expected);
    const again = reactions(false);
    await again.react(reaction);
    expect(again.lines).toEqual([]);
  });
});

describe("the daily limit", () => {
  it("is said once a day and lane, with what to do", async () => {
    const first = reactions(true);
    expect(await first.reactions.stopSpending(LANE, "2026-11-22")).toBe(true);
    expect(first.lines).toMatchObject([
      {
        level: 40,
        event: "spend-limit-reached",
        lane: "default:wan2.1-vace-plus",
        day: "2026-11-22",
      },
    ]);
    const again = reactions(false);
    expect(await again.reactions.stopSpending(LANE, "2026-11-22")).toBe(false);
    expect(again.lines).toEqual([]);
  });
});
