import { createKeys } from "@dashqueue/queue/internal";
import { waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";

import type { ServedSystem } from "../system.ts";
import { createFilms, EXAMPLE, prompt, startServedSystem } from "../system.ts";

const TWENTY_AT_ONCE = { "*": { submitsPerSecond: 20, maxInFlight: 20 } };
/** On a busy machine, create requests do not arrive as evenly as they were sent. */
const LENIENT = { "*": { submitsPerSecond: 1_000, maxInFlight: 20 } };

interface Costs {
  readonly data: readonly {
    readonly model: string;
    readonly state: string;
    readonly amount: string;
  }[];
  readonly totals: readonly {
    readonly currency: string;
    readonly state: string;
    readonly amount: string;
  }[];
}
const costs = async (system: ServedSystem) =>
  (await (await system.fetch("/v1/costs")).json()) as Costs;

describe("GET /v1/costs", () => {
  it("equals the provider's ledger to the cent, after failures, cancellations and lost answers", async () => {
    const env = { DASHSCOPE_LIMITS: JSON.stringify(TWENTY_AT_ONCE) };
    await using system = await startServedSystem({ simulator: { limits: LENIENT }, env });
    const canceled = await system.create(prompt("canceled while queued"));
    await system.cancel(canceled.id);
    await system.startWorker();
    const repainted = {
      input: {
        function: "video_repainting",
        prompt: "Paint it blue [sim:input-seconds 3.3]",
        video_url: "https://media.example/1.mp4",
      },
      parameters: { control_condition: "depth" },
    };
    const text = (parameters: object) => ({
      model: "wan2.6-t2v",
      input: { prompt: "a sea" },
      parameters,
    });
    const requests: Record<string, unknown>[] = [
      prompt("one"),
      prompt("two"),
      repainted,
      text({ size: "1280*720", duration: 10 }),
      text({ size: "1920*1080", duration: 5 }),
      prompt("refused [sim:fail DataInspectionFailed]"),
      prompt("fails in every attempt [sim:fail InternalError]"),
      prompt("answer lost [sim:fault lost-answer]"),
      prompt("gateway [sim:fault answer-502]"),
      prompt("no task made [sim:fault refused-500]"),
      prompt("pending, then canceled [sim:pending-ms 600000]"),
    ];
    const accepted = await Promise.all(requests.map((request) => system.create(request)));
    expect(accepted.map(({ cost }) => cost?.state)).toEqual(requests.map(() => "estimated"));
    const pending = accepted.at(-1)?.id ?? "";
    await system.until(pending, "running");
    expect(await system.get(pending)).toMatchObject({ cost: { amount: "3.50", state: "held" } });
    await system.cancel(pending);
    const ended = await Promise.all(
      accepted.map(({ id }) => system.until(id, "succeeded", "failed", "canceled")),
    );
    expect(ended.map(({ status, cost }) => [status, cost?.amount])).toEqual([
      ["succeeded", "3.50"],
      ["succeeded", "3.50"],
      ["succeeded", "2.31"],
      ["succeeded", "6.00"],
      ["succeeded", "5.00"],
      ["failed", undefined],
      ["failed", undefined],
      ["succeeded", "3.50"],
      ["succeeded", "3.50"],
      ["succeeded", "3.50"],
      ["canceled", undefined],
    ]);
    const { totalCharged } = system.simulator.ledger();
    expect((await costs(system)).totals).toEqual([
      { state: "settled", currency: "CNY", amount: totalCharged, generations: 8 },
    ]);
    expect(totalCharged).toBe("30.81");
  });
});

/** Waits until no generation of a model is behind all others. */
async function returned({ env }: ServedSystem, model: string): Promise<void> {
  const redis = new Redis(env["REDIS_URL"] ?? "");
  const { behindAll } = createKeys(env["DASHQUEUE_PREFIX"] ?? "");
  const isEmpty = async () => (await redis.exists(behindAll(model))) === 0;
  await waitFor(isEmpty, { timeoutMs: 60_000 });
  await redis.quit();
}

describe("DAILY_SPEND_LIMIT", () => {
  it("stops submitting but not accepting, reports it once and on the queued, and resumes when raised", async () => {
    await using system = await startServedSystem({ env: { DAILY_SPEND_LIMIT: "8 CNY" } });
    const workers = [await system.startWorker(), await system.startWorker()];
    const accepted = await createFilms(system, 1, 2, 3, 4);
    const twoWait = async () => {
      const views = await Promise.all(accepted.map((id) => system.get(id)));
      const waiting = views.filter(({ status }) => status === "queued");
      return waiting.length === 2 && waiting.every(({ error }) => error?.kind === "spend_limit");
    };
    await waitFor(twoWait, { timeoutMs: 60_000 });
    const isSettled = async () => {
      const { totals } = await costs(system);
      return totals.length === 1 && totals[0]?.state === "settled";
    };
    await waitFor(isSettled, { timeoutMs: 60_000 });
    expect(system.simulator.tasks()).toHaveLength(2);
    expect((await costs(system)).totals).toMatchObject([{ state: "settled", amount: "7.00" }]);
    const lines = workers.flatMap(({ logs }) =>
      logs.filter(({ event }) => event === "spend-limit-reached"),
    );
    expect(lines).toMatchObject([{ lane: `default:${EXAMPLE.model}` }]);
    const metrics = await (await fetch(`${workers[0]?.url}/metrics`)).text();
    expect(metrics).toContain(
      `dashqueue_costs_today{account="default",model="${EXAMPLE.model}",state="settled",currency="CNY"} 7`,
    );
    expect(metrics).toContain('dashqueue_daily_spend_limit{account="*",currency="CNY"} 8');
    for (const worker of workers) await worker.stop();

    await system.startWorker({ DAILY_SPEND_LIMIT: '{"*":"20 CNY","default":"14 CNY"}' });
    for (const id of accepted) await system.until(id, "succeeded");
    expect((await costs(system)).totals).toMatchObject([{ state: "settled", amount: "14.00" }]);
  });

  it("does not let a generation above the daily limit block the others, until the limit is raised", async () => {
    await using system = await startServedSystem({ env: { DAILY_SPEND_LIMIT: "4 CNY" } });
    const worker = await system.startWorker();
    const text = (duration: number) => ({
      model: "wan2.6-t2v",
      input: { prompt: "a sea" },
      parameters: { size: "1280*720", duration },
    });
    const expensive = await system.create(text(10));
    const cheap = await system.create(text(5));
    await system.until(cheap.id, "succeeded");
    await waitFor(async () => (await system.get(expensive.id)).error !== null, {
      timeoutMs: 60_000,
    });
    expect(await system.get(expensive.id)).toMatchObject({
      status: "queued",
      attempts: 0,
      cost: { amount: "6.00", currency: "CNY", state: "estimated" },
      error: { kind: "spend_limit", message: expect.stringContaining("on any day") as string },
    });
    await worker.stop();
    await system.startWorker({ DAILY_SPEND_LIMIT: "20 CNY" });
    await returned(system, "wan2.6-t2v");
    // Its ticket picks what is entitled before it.
    await system.create(text(5));
    await system.until(expensive.id, "succeeded");
  });
});
