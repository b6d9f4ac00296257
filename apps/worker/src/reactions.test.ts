import type { AccountGate } from "@dashqueue/queue";
import { createLogger } from "@dashqueue/service";
import { describe, expect, it } from "vitest";

import { FAILURE } from "./__fixtures__/generations.ts";
import type { LaneReaction } from "./lane-reaction.ts";
import { createReactions } from "./reactions.ts";

const LANE = { account: "default", model: "wan2.1-vace-plus" };
const wrongKey = { ...FAILURE, kind: "authentication", code: "InvalidApiKey" } as const;
const wrongPath = { ...FAILURE, kind: "configuration", code: "ModelNotFound" } as const;

/** A gate that says each time whether this is news, and what is logged. */
function reactions(news: boolean) {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const unused = () => Promise.reject(new Error("not used here"));
  const gate: AccountGate = {
    pause: async () => news,
    resume: async () => news,
    coolDown: async () => news,
    probeNow: unused,
    pausedFor: unused,
    inFlight: unused,
    reserveQuery: unused,
  };
  const logger = createLogger("test", { level: "info", pretty: false, destination });
  return { lines, react: (reaction: LaneReaction) => createReactions(gate, logger).react(LANE, reaction) };
}

describe("a reaction", () => {
  it.each<[LaneReaction, object[]]>([
    [{ kind: "none" }, []],
    [{ kind: "resume" }, [{ event: "account-resumed", account: "default" }]],
    [{ kind: "pause", failure: wrongKey }, [{ level: 50, event: "account-paused", code: "InvalidApiKey" }]],
    [
      { kind: "cool-down", failure: FAILURE, delayMs: 5 },
      [{ level: 40, event: "lane-delayed", lane: "default:wan2.1-vace-plus" }],
    ],
    [{ kind: "cool-down", failure: wrongPath, delayMs: 5 }, [{ level: 50, event: "lane-delayed" }]],
  ])("to %j is said once, with what to do", async (reaction, expected) => {
    const first = reactions(true);
    await first.react(reaction);
    expect(first.lines).toMatchObject(expected);
    const again = reactions(false);
    await again.react(reaction);
    expect(again.lines).toEqual([]);
  });
});
