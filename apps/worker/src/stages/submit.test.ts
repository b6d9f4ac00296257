import type { CreateAnswer } from "@dashqueue/dashscope";
import type { Change, Generation, Queued, Submitting } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import type { LaneReaction } from "../lanes/lane-reaction.ts";
import { FAILURE, GENERATIONS, START } from "../../test/fixtures/generations.ts";
import type { Entered, SubmitPorts } from "./submit.ts";
import { submit } from "./submit.ts";

const { queued, submitting, running } = GENERATIONS;

function ports(
  answer: CreateAnswer,
  entered: Entered = { kind: "entered", generation: submitting },
) {
  const log: string[] = [];
  const reactions: LaneReaction[] = [];
  const changes: Change[] = [];
  const result: SubmitPorts = {
    enter: async () => entered,
    watch: async (generation: Submitting) => void log.push(`watch ${generation.id}`),
    create: async () => {
      log.push("create");
      return answer;
    },
    record: async (_id, change) => {
      log.push("record");
      changes.push(change);
      return { kind: "changed", generation: running };
    },
    react: async (_generation, reaction) => {
      log.push("react");
      reactions.push(reaction);
    },
    unclaimed: (_generation, taskId) => void log.push(`unclaimed ${taskId}`),
    now: () => START + 5_000,
    sendWithinMs: 5_000,
    probeMs: 60_000,
    random: () => 0.5,
  };
  return { ports: result, log, reactions, changes };
}

const never = new AbortController().signal;
const accepted: CreateAnswer = { kind: "accepted", taskId: "task-1", requestId: null };
const run = (given: ReturnType<typeof ports>, generation: Queued = queued) =>
  submit(generation, given.ports, never);

describe("submit", () => {
  it("lets others pass by what may cost more than may be spent on a day", async () => {
    const given = ports(accepted, { kind: "unaffordable" });
    expect(await run(given)).toMatchObject({ kind: "wait", delayMs: 300_000 });
    expect(given.log).toEqual([]);
  });

  it("watches, creates, records, and only then tells the others (G2)", async () => {
    const given = ports(accepted);
    expect(await run(given)).toEqual({ kind: "advance", generation: running });
    expect(given.log).toEqual([`watch ${submitting.id}`, "create", "record", "react"]);
    expect(given.changes).toEqual([
      { kind: "create-answered", attempt: 1, begun: submitting.attempt, answer: accepted },
    ]);
    expect(given.reactions).toEqual([{ kind: "resume" }]);
  });

  it.each<CreateAnswer>([
    { kind: "unknown", failure: FAILURE },
    { kind: "not-sent", failure: FAILURE },
    { kind: "rejected", failure: { ...FAILURE, kind: "invalid_request" } },
    { kind: "throttled", failure: { ...FAILURE, kind: "rate_limited" }, retryAfterMs: null },
  ])("sends one create, whatever the answer is: $kind (G1)", async (answer) => {
    const given = ports(answer);
    await run(given);
    expect(given.log.filter((step) => step === "create")).toHaveLength(1);
    expect(given.changes).toEqual([
      { kind: "create-answered", attempt: 1, begun: submitting.attempt, answer },
    ]);
  });

  it("creates nothing when the process closes or somebody was quicker", async () => {
    const closing = ports(accepted, { kind: "aborted" });
    expect(await run(closing)).toEqual({ kind: "hand-back" });
    const overtaken = ports(accepted, { kind: "overtaken", generation: running as Generation });
    expect(await run(overtaken)).toEqual({ kind: "advance", generation: running });
    expect([...closing.log, ...overtaken.log]).toEqual([]);
  });

  it("says so when the record is gone", async () => {
    const given = ports(accepted);
    const gone = { ...given.ports, record: async () => ({ kind: "missing" }) as const };
    expect(await submit(queued, gone, never)).toMatchObject({
      kind: "fail",
      failure: { charged: null },
    });
  });

  it("sends nothing any more when it was held up: others may look for it (G1)", async () => {
    const given = ports(accepted);
    await submit(queued, { ...given.ports, now: () => START + 5_001 }, never);
    expect(given.log).not.toContain("create");
    expect(given.changes).toMatchObject([
      { kind: "create-answered", answer: { kind: "not-sent" } },
    ]);
  });

  it("names a task that its generation does not have", async () => {
    const given = ports({ kind: "accepted", taskId: "task-9", requestId: null });
    await run(given);
    expect(given.log).toContain("unclaimed task-9");
  });
});
