import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { waitFor } from "@dashqueue/testing";
import { describe, expect, it } from "vitest";

import { prompt, startSystem } from "../system.ts";

const ONE_AT_A_TIME = JSON.stringify({ "*": { submitsPerSecond: 2, maxInFlight: 1 } });

describe("a wrong API key", () => {
  it("stops submitting with one message, fails nothing, and goes on with the right one", async () => {
    await using system = await startSystem();
    const wrong = await system.startWorker({ DASHSCOPE_API_KEY: "sk-wrong" });
    const accepted: { id: string }[] = [];
    for (const number of [1, 2, 3]) accepted.push(await system.create(prompt(`film ${number}`)));
    await wrong.waitForLog(({ event }) => event === "account-paused");
    await waitFor(async () => (await system.get(accepted[0]!.id)).error !== null);
    const waiting = await Promise.all(accepted.map(({ id }) => system.get(id)));
    expect(waiting.map(({ status }) => status)).toEqual(["queued", "queued", "queued"]);
    expect(waiting[0]?.error).toMatchObject({ kind: "authentication", charged: false });
    expect(wrong.logs.filter(({ event }) => event === "account-paused")).toHaveLength(1);
    // Also what never was at the door is told, and whoever looks after the worker.
    const last = accepted[2]!.id;
    await waitFor(async () => (await system.get(last)).error?.kind === "authentication", {
      timeoutMs: 60_000,
    });
    const ready = await (await fetch(`${wrong.url}/readyz`)).json();
    expect(ready).toMatchObject({
      status: "ok",
      paused: [{ account: "default", kind: "authentication" }],
    });
    expect(wrong.output()).not.toContain("sk-wrong");
    await wrong.stop();

    const right = await system.startWorker();
    for (const { id } of accepted) await system.until(id, "succeeded");
    expect(right.logs.filter(({ event }) => event === "account-resumed")).toHaveLength(1);
  });
});

describe("a model that the provider does not know here", () => {
  it("is an error of configuration, said once, and fails nothing", async () => {
    await using system = await startSystem({ simulator: { models: ["wanx2.1-vace-plus"] } });
    const worker = await system.startWorker();
    const accepted = await Promise.all(
      [1, 2].map((number) => system.create(prompt(`film ${number}`))),
    );
    await worker.waitForLog(({ event }) => event === "lane-delayed");
    const waiting = await Promise.all(accepted.map(({ id }) => system.get(id)));
    expect(waiting.map(({ status }) => status)).toEqual(["queued", "queued"]);
    expect(worker.logs.filter(({ event }) => event === "lane-delayed")).toHaveLength(1);
    // Another model is not in its way.
    const other = await system.create({ model: "wanx2.1-vace-plus" });
    await system.until(other.id, "succeeded");
  });
});

describe("storage that refuses", () => {
  it("is reported and tried again, and the video is not lost", async () => {
    await using system = await startSystem();
    const worker = await system.startWorker();
    await chmod(system.archive, 0o700);
    const { id } = await system.create();
    // A file stands where the generation's folder should be made: also root cannot write there.
    await writeFile(path.join(system.archive, id), "in the way");
    const line = await worker.waitForLog(({ event }) => event === "archive-delayed");
    expect(line).toMatchObject({ generation_id: id });
    expect(await system.get(id)).toMatchObject({ status: "archiving" });
    await rm(path.join(system.archive, id));
    await mkdir(path.join(system.archive, id));
    expect(await system.until(id, "succeeded")).toMatchObject({ attempts: 1 });
    expect(system.simulator.ledger().entries).toHaveLength(1);
  });
});

describe("a download that breaks", () => {
  it("is downloaded again, never bought again", async () => {
    await using system = await startSystem();
    system.simulator.script({ on: "download", do: { kind: "cut-download", afterBytes: 1_000 } });
    await system.startWorker();
    const { id } = await system.create();
    expect(await system.until(id, "succeeded", "failed")).toMatchObject({
      status: "succeeded",
      attempts: 1,
    });
    expect(system.simulator.tasks()).toHaveLength(1);
  });
});

describe("a request that the provider fails", () => {
  it("says why, and that it was not charged", async () => {
    await using system = await startSystem();
    await system.startWorker();
    const { id } = await system.create(prompt("a film [sim:fail DataInspectionFailed]"));
    expect(await system.until(id, "failed", "succeeded")).toMatchObject({
      status: "failed",
      error: { kind: "content_rejected", code: "DataInspectionFailed", charged: false },
      cost: null,
    });
  });
});

describe("a task that the provider fails for now", () => {
  it("is made again in its slot, three times in all, and none is charged", async () => {
    await using system = await startSystem({ env: { DASHSCOPE_LIMITS: ONE_AT_A_TIME } });
    await system.startWorker();
    const { id } = await system.create(prompt("a film [sim:fail InternalError]"));
    const waiting = await system.create(prompt("another film"));
    expect(await system.until(id, "failed", "succeeded")).toMatchObject({
      status: "failed",
      attempts: 3,
      error: { kind: "provider_error", charged: false },
    });
    // It did not give its slot away in between.
    expect(
      system.simulator
        .tasks()
        .slice(0, 3)
        .map(({ status }) => status),
    ).toEqual(["FAILED", "FAILED", "FAILED"]);
    await system.until(waiting.id, "succeeded");
    expect(system.simulator.ledger().totalCharged).toBe("3.50");
  });
});

describe("an account that others use too", () => {
  it("gets less from us, and everything still goes through", async () => {
    await using system = await startSystem({
      simulator: {
        concurrencyMode: "reject",
        limits: { "*": { submitsPerSecond: 1_000, maxInFlight: 1 } },
      },
      env: { DASHSCOPE_LIMITS: JSON.stringify({ "*": { submitsPerSecond: 10, maxInFlight: 3 } }) },
    });
    const worker = await system.startWorker();
    const accepted = await Promise.all(
      [1, 2, 3].map((number) => system.create(prompt(`film ${number}`))),
    );
    const told = await worker.waitForLog(({ event }) => event === "lane-delayed");
    expect(told).toMatchObject({ kind: "concurrency_limited", maxInFlight: 1 });
    for (const { id } of accepted) await system.until(id, "succeeded");
  });
});

describe("cancel", () => {
  it("says what is true: confirmed while it waits or is pending, refused when it runs", async () => {
    await using system = await startSystem({ simulator: { pendingMs: 20_000 } });
    const cancel = async (id: string) =>
      (await (
        await system.fetch(`/v1/generations/${id}/cancel`, { method: "POST" })
      ).json()) as object;
    const queued = await system.create();
    expect(await cancel(queued.id)).toMatchObject({ status: "canceled", cancel: "confirmed" });
    await system.startWorker();
    const pending = await system.create(prompt("pending"));
    await system.until(pending.id, "running");
    expect(await cancel(pending.id)).toMatchObject({ status: "canceled", cancel: "confirmed" });
    expect(system.simulator.tasks()).toMatchObject([{ status: "CANCELED" }]);
  });

  it("is refused by a task that runs, whose result is kept", async () => {
    await using system = await startSystem({ simulator: { pendingMs: 0, runningMs: 5_000 } });
    await system.startWorker();
    const { id } = await system.create();
    await waitFor(async () => (await system.get(id)).task?.status === "RUNNING", {
      timeoutMs: 30_000,
    });
    const answer = await system.fetch(`/v1/generations/${id}/cancel`, { method: "POST" });
    expect(await answer.json()).toMatchObject({ status: "running", cancel: "refused" });
    await system.until(id, "succeeded");
  });
});
