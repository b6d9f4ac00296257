import type { CreateAnswer } from "@dashqueue/dashscope";
import type { Change, Generation, Queued } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { FAILURE, GENERATIONS, START, WAITS } from "../../test/fixtures/generations.ts";
import type { Admission, BudgetRefusal } from "../lanes/door.ts";
import type { NextAdmission } from "../line/next-in-line.ts";
import type { SubmitPorts } from "./submit.ts";
import { submit, submitNext } from "./submit.ts";

const { queued, submitting, running } = GENERATIONS;
const id = "upl_01KAQ3XW8J5T6V9E2YB7N4M1RC";
const mediaUrls = new Map([[`upload://${id}`, "oss://a/1.png"]]);
const withUpload = {
  ...submitting,
  request: { ...submitting.request, input: { img_url: `upload://${id}` } },
};

function portsWith(
  answer: CreateAnswer,
  admission: Admission | BudgetRefusal = { kind: "admitted", generation: withUpload, mediaUrls },
  recorded: Generation = running,
) {
  const log: string[] = [];
  const answers: CreateAnswer[] = [];
  const changes: Change[] = [];
  const ports: SubmitPorts = {
    enter: async () => admission,
    enterNext: async () => {
      throw new Error("stands in no line");
    },
    putLast: async ({ id }) => void log.push(`puts ${id} last`),
    watch: async (generation) => void log.push(`watch ${generation.id}`),
    persist: async () => {},
    create: async (_generation, { input }) => {
      log.push(`create with ${String(input["img_url"])}`);
      return answer;
    },
    record: async (_id, change) => {
      log.push("record");
      changes.push(change);
      return { kind: "changed", generation: recorded };
    },
    react: async (_generation, answer) => {
      log.push("react");
      answers.push(answer);
    },
    unclaimed: (_generation, taskId) => void log.push(`unclaimed ${taskId}`),
    readTime: async () => START + 5_000,
    waits: WAITS,
    now: () => START,
  };
  return { ports, log, answers, changes };
}

const never = new AbortController().signal;
const accepted: CreateAnswer = { kind: "accepted", taskId: "task-1", requestId: null };
const run = (given: ReturnType<typeof portsWith>, generation: Queued = queued) =>
  submit(generation, given.ports, never);

describe("submit", () => {
  it("gives up its slot when it may cost more than the daily limit", async () => {
    const given = portsWith(accepted, { kind: "unaffordable" }, queued);
    expect(await run(given)).toEqual({ kind: "advance", generation: queued });
    expect(given.changes).toMatchObject([{ kind: "spend-limit-reached", givesUpSlot: true }]);
  });

  it("buys nothing while a late task may belong to it, and lets others go first (G1)", async () => {
    const given = portsWith(accepted, { kind: "undecided", waitMs: 60_000 });
    expect(await run(given)).toMatchObject({ kind: "wait", delayMs: 60_000 });
    expect(given.log).toEqual([]);
  });

  it.each(["over-budget", "beyond-budget"] as const)(
    "gives up its slot when it is %s of its tenant",
    async (kind) => {
      const limit = { name: "daily_spend", amount: "10", currency: "CNY" } as const;
      const given = portsWith(accepted, { kind, limit, waitMs: 1, isUnbounded: false }, queued);
      expect(await run(given)).toEqual({ kind: "advance", generation: queued });
      expect(given.changes).toMatchObject([
        { kind: "tenant-limit-reached", failure: { kind: "tenant_limit" } },
      ]);
    },
  );

  it("leaves the job to other workers while the API key of this one is refused", async () => {
    const given = portsWith(accepted, { kind: "key-refused" });
    expect(await run(given)).toMatchObject({ kind: "wait", delayMs: 1_000 });
    expect(given.log).toEqual([]);
  });

  it("sends nothing when Redis does not confirm the intent, and says so (G1, G2)", async () => {
    const given = portsWith(accepted);
    given.ports.persist = async () => {
      throw new Error("Redis did not confirm a write");
    };
    await expect(run(given)).rejects.toThrow("did not confirm");
    expect(given.log).toEqual([`watch ${submitting.id}`, "record"]);
    expect(given.changes).toMatchObject([
      { kind: "create-answered", answer: { kind: "not-sent", failure: { charged: false } } },
    ]);
  });

  it.each<[CreateAnswer, string]>([
    [{ kind: "rejected", failure: { ...FAILURE, kind: "model_denied" } }, "wait"],
    [{ kind: "rejected", failure: { ...FAILURE, kind: "arrears" } }, "wait"],
    [
      { kind: "throttled", failure: { ...FAILURE, kind: "rate_limited" }, retryAfterMs: null },
      "advance",
    ],
    [{ kind: "not-sent", failure: FAILURE }, "advance"],
  ])("lets others of the queue go first after a refusal that lasts: %j", async (answer, kind) => {
    const admission = { kind: "admitted", generation: submitting, mediaUrls } as const;
    expect(await run(portsWith(answer, admission, queued))).toMatchObject({ kind });
  });

  it("records as not sent what fails before it is sent, and ends the job with the error (G1)", async () => {
    const given = portsWith(accepted);
    const watch = () => Promise.reject(new Error("Redis is read-only"));
    await expect(submit(queued, { ...given.ports, watch }, never)).rejects.toThrow("read-only");
    expect(given.log).toEqual(["record"]);
    expect(given.changes).toMatchObject([
      { kind: "create-answered", attempt: 1, answer: { kind: "not-sent" } },
    ]);
  });

  it("adds the watchdog, sends, records, and only then reacts (G2)", async () => {
    const given = portsWith(accepted);
    expect(await run(given)).toEqual({ kind: "advance", generation: running });
    expect(given.log).toEqual([
      `watch ${submitting.id}`,
      "create with oss://a/1.png",
      "record",
      "react",
    ]);
    expect(given.changes).toEqual([
      { kind: "create-answered", attempt: 1, begun: submitting.attempt, answer: accepted },
    ]);
    expect(given.answers).toEqual([accepted]);
  });

  it.each<CreateAnswer>([
    { kind: "unknown", failure: FAILURE },
    { kind: "not-sent", failure: FAILURE },
    { kind: "rejected", failure: { ...FAILURE, kind: "invalid_request" } },
    { kind: "throttled", failure: { ...FAILURE, kind: "rate_limited" }, retryAfterMs: null },
  ])("sends one create request, whatever the answer: $kind (G1)", async (answer) => {
    const given = portsWith(answer);
    await run(given);
    expect(given.log.filter((step) => step.startsWith("create"))).toHaveLength(1);
    expect(given.changes).toEqual([
      { kind: "create-answered", attempt: 1, begun: submitting.attempt, answer },
    ]);
  });

  it("sends nothing when the process closes or another process was faster (G10)", async () => {
    const closing = portsWith(accepted, { kind: "closing" });
    expect(await run(closing)).toEqual({ kind: "hand-back" });
    const overtaken = portsWith(accepted, { kind: "overtaken", generation: running });
    expect(await run(overtaken)).toEqual({ kind: "advance", generation: running });
    expect([...closing.log, ...overtaken.log]).toEqual([]);
  });

  it("fails when the record was deleted", async () => {
    const given = portsWith(accepted);
    const deleted = { ...given.ports, record: async () => ({ kind: "missing" }) as const };
    expect(await submit(queued, deleted, never)).toMatchObject({
      kind: "fail",
      failure: { charged: null },
    });
  });

  it("does not send a create request that others may already look for (G1)", async () => {
    const given = portsWith(accepted);
    await submit(queued, { ...given.ports, readTime: async () => START + 5_001 }, never);
    expect(given.log.filter((step) => step.startsWith("create"))).toEqual([]);
    expect(given.changes).toMatchObject([
      { kind: "create-answered", answer: { kind: "not-sent" } },
    ]);
  });

  it("reports a task that its generation did not keep", async () => {
    const given = portsWith({ kind: "accepted", taskId: "task-9", requestId: null });
    await run(given);
    expect(given.log).toContain("unclaimed task-9");
  });

  it("reports no task that its generation kept and that has failed since", async () => {
    const again = { ...queued, failedTasks: ["task-1"] };
    const admission = { kind: "admitted", generation: submitting, mediaUrls } as const;
    const given = portsWith(accepted, admission, again);
    await run(given);
    expect(given.log).not.toContain("unclaimed task-1");
  });
});

describe("submitNext", () => {
  const ticket = { id: queued.id, model: queued.request.model, own: queued };
  const next = (given: ReturnType<typeof portsWith>, admission: NextAdmission) =>
    submitNext(ticket, { ...given.ports, enterNext: async () => admission }, async () => {}, never);
  const other = { ...queued, id: "gen_other" };
  const admitted = { kind: "admitted", queued: other, generation: withUpload, mediaUrls } as const;

  it("submits the generation that is entitled next (G12)", async () => {
    const given = portsWith(accepted);
    expect(await next(given, admitted)).toEqual({
      kind: "served",
      generation: other,
      outcome: { kind: "advance", generation: running },
    });
    expect(given.log).toContain("create with oss://a/1.png");
  });

  it("puts a generation last whose refusal lasts", async () => {
    const refused = { kind: "rejected", failure: { ...FAILURE, kind: "arrears" } } as const;
    const given = portsWith(refused, undefined, queued);
    expect(await next(given, admitted)).toMatchObject({ outcome: { kind: "wait" } });
    expect(given.log).toContain("puts gen_other last");
  });

  it.each<[NextAdmission, object]>([
    [{ kind: "closing" }, { kind: "hand-back" }],
    [{ kind: "nobody" }, { kind: "nobody" }],
    [
      { kind: "later", waitMs: 7 },
      { kind: "later", waitMs: 7 },
    ],
    [{ kind: "key-refused" }, { kind: "later", waitMs: 1_000 }],
    [
      { kind: "overtaken", queued, generation: running },
      { kind: "served", generation: queued, outcome: { kind: "advance", generation: running } },
    ],
  ])("sends nothing if the door answers %j", async (admission, served) => {
    const given = portsWith(accepted);
    expect(await next(given, admission)).toEqual(served);
    expect(given.log).toEqual([]);
  });
});
