import { waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";

import { prompt, startSystem } from "../system.ts";

/** Two accounts at one provider; the heavier gets about nine of ten where it has room. */
const TWO_ACCOUNTS = {
  simulator: {
    apiKeys: { "sk-paris": "paris", "sk-rome": "rome" },
    limits: { "*": { submitsPerSecond: 100, maxInFlight: 2 } },
    runningMs: 3_000,
  },
  env: {
    DASHSCOPE_LIMITS: JSON.stringify({ "*": { submitsPerSecond: 100, maxInFlight: 2 } }),
    DASHSCOPE_ACCOUNTS: JSON.stringify({
      main: { apiKey: "sk-paris", weight: 9 },
      spare: { apiKey: "sk-rome", weight: 1 },
    }),
    DASHSCOPE_API_KEY: "",
  },
};

describe("several accounts", () => {
  it("share the work, each inside its own limits", async () => {
    await using system = await startSystem(TWO_ACCOUNTS);
    await Promise.all([1, 2].map(() => system.startWorker()));
    const accepted = await Promise.all(
      Array.from({ length: 8 }, (_, number) => system.create(prompt(`film ${number}`))),
    );
    for (const { id } of accepted) await system.until(id, "succeeded");
    const { entries } = system.simulator.ledger();
    expect(entries).toHaveLength(8);
    expect(new Set(entries.map(({ account }) => account))).toEqual(new Set(["paris", "rome"]));
    for (const { peakInFlight } of system.simulator.stats().lanes)
      expect(peakInFlight).toBeLessThanOrEqual(2);
  });

  it("do not stop for one whose key is revoked in the middle of a run, and its tasks wait for it", async () => {
    // Long enough for the key to be revoked while tasks run.
    const simulator = { ...TWO_ACCOUNTS.simulator, runningMs: 4_000 };
    await using system = await startSystem({ ...TWO_ACCOUNTS, simulator });
    const worker = await system.startWorker();
    const before = await Promise.all(
      [1, 2, 3, 4].map((number) => system.create(prompt(`film ${number}`))),
    );
    // Both accounts are full: so each has something in flight when one of them loses its key.
    await waitFor(() => system.simulator.tasks().length === 4);
    system.simulator.account("paris", "revoked");
    await worker.waitForLog(
      ({ event, account }) => event === "account-paused" && account === "main",
    );
    const after = await Promise.all(
      [5, 6, 7, 8].map((number) => system.create(prompt(`film ${number}`))),
    );
    for (const { id } of after) await system.until(id, "succeeded");
    const accountOf = new Map(
      system.simulator.ledger().entries.map(({ prompt, account }) => [prompt, account]),
    );
    expect([5, 6, 7, 8].map((number) => accountOf.get(`film ${number}`))).toEqual(
      Array(4).fill("rome"),
    );
    const ready = await (await fetch(`${worker.url}/readyz`)).json();
    expect(ready).toMatchObject({
      status: "ok",
      paused: [{ account: "main", kind: "authentication" }],
    });

    // What the revoked account made is its own: nobody else asks for it, and it is finished when the key works again.
    const mine = before.filter((_, index) => accountOf.get(`film ${index + 1}`) === "paris");
    expect(mine).toHaveLength(2);
    for (const { id } of mine) expect((await system.get(id)).status).toBe("running");
    system.simulator.account("paris", "good");
    for (const { id } of mine) await system.until(id, "succeeded");
    expect(system.simulator.tasks()).toHaveLength(8);
    expect(worker.output()).not.toMatch(/sk-(paris|rome)/);
  });

  it("may leave the configuration with tasks in flight, which wait until it is back", async () => {
    await using system = await startSystem(TWO_ACCOUNTS);
    const both = await system.startWorker();
    const accepted = await Promise.all(
      [1, 2, 3, 4].map((number) => system.create(prompt(`film ${number}`))),
    );
    await waitFor(() => system.simulator.tasks().length === 4);
    await both.stop();
    const rome = await system.startWorker({
      DASHSCOPE_ACCOUNTS: JSON.stringify({ spare: { apiKey: "sk-rome" } }),
    });
    const accountOf = new Map(
      system.simulator.ledger().entries.map(({ prompt, account }) => [prompt, account]),
    );
    const of = (name: string) =>
      accepted
        .filter((_, index) => accountOf.get(`film ${index + 1}`) === name)
        .map(({ id }) => id);
    for (const id of of("rome")) await system.until(id, "succeeded");
    for (const id of of("paris")) expect((await system.get(id)).status).toBe("running");
    await rome.stop();
    await system.startWorker();
    for (const id of of("paris")) await system.until(id, "succeeded");
    expect(system.simulator.tasks()).toHaveLength(4);
  });

  it("are known to Redis by name only (G7)", async () => {
    await using system = await startSystem(TWO_ACCOUNTS);
    const redis = new Redis(system.env["REDIS_URL"] ?? "");
    const monitor = await redis.monitor();
    const commands: string[] = [];
    monitor.on("monitor", (_time: string, command: readonly string[]) =>
      commands.push(command.join(" ")),
    );
    const worker = await system.startWorker();
    const { id } = await system.create();
    await system.until(id, "succeeded");
    monitor.disconnect();
    await redis.quit();
    expect(commands.join()).toContain(id);
    expect(commands.join() + worker.output()).not.toMatch(/sk-(paris|rome)/);
  });
});
