import { startRedis, waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";

import type { System } from "../system.ts";
import { createFilms, startServedSystem, startSystem } from "../system.ts";

const MINUTE_MS = 60_000;

/**
 * Two accounts at one provider. The first gets about nine of ten generations while it has free
 * slots.
 */
const TWO_ACCOUNTS = {
  simulator: {
    apiKeys: { "sk-paris": "paris", "sk-rome": "rome" },
    limits: { "*": { submitsPerSecond: 1_000, maxInFlight: 2 } },
    runningMs: MINUTE_MS,
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

/** Lets tasks run for as long as it takes until these generations have succeeded. */
async function finish({ simulator, get }: System, ids: readonly string[]): Promise<void> {
  const haveSucceeded = async () => {
    simulator.advance(MINUTE_MS);
    const generations = await Promise.all(ids.map((id) => get(id)));
    return generations.every(({ status }) => status === "succeeded");
  };
  await waitFor(haveSucceeded, { timeoutMs: 100_000, everyMs: 500 });
}

/** Which account each film was made by, by the provider's ledger. */
function accountsOf({ simulator }: System): ReadonlyMap<string, string> {
  return new Map(simulator.ledger().entries.map(({ prompt, account }) => [prompt, account]));
}

describe("several accounts", () => {
  it("share the work, each within its own limits (G3)", async () => {
    await using system = await startSystem(TWO_ACCOUNTS);
    await Promise.all([1, 2].map(() => system.startWorker()));
    await finish(system, await createFilms(system, 1, 2, 3, 4, 5, 6, 7, 8));
    expect(system.simulator.ledger().entries).toHaveLength(8);
    expect(new Set(accountsOf(system).values())).toEqual(new Set(["paris", "rome"]));
    for (const { peakInFlight } of system.simulator.stats().lanes)
      expect(peakInFlight).toBeLessThanOrEqual(2);
  });

  it("continue when the key of one is revoked, and the tasks of that one wait for its key", async () => {
    await using system = await startSystem(TWO_ACCOUNTS);
    const worker = await system.startWorker();
    const before = await createFilms(system, 1, 2, 3, 4);
    // Both accounts are full, so each has tasks in flight when one of them loses its key.
    await waitFor(() => system.simulator.tasks().length === 4, { timeoutMs: 60_000 });
    system.simulator.account("paris", "revoked");
    await worker.waitForLog(
      ({ event, account }) => event === "api-key-refused" && account === "main",
    );
    await finish(system, await createFilms(system, 5, 6, 7, 8));
    const accountOf = accountsOf(system);
    expect([5, 6, 7, 8].map((number) => accountOf.get(`film ${number}`))).toEqual(
      Array(4).fill("rome"),
    );
    const ready = await (await fetch(`${worker.url}/readyz`)).json();
    expect(ready).toMatchObject({
      status: "ok",
      paused: [{ account: "main", kind: "authentication" }],
    });

    // No other account can read the tasks of the revoked one. They are finished when its key works
    // again.
    const mine = before.filter((_, index) => accountOf.get(`film ${index + 1}`) === "paris");
    expect(mine).toHaveLength(2);
    for (const id of mine) expect((await system.get(id)).status).toBe("running");
    system.simulator.account("paris", "good");
    for (const id of mine) await system.until(id, "succeeded");
    expect(system.simulator.tasks()).toHaveLength(8);
    expect(worker.output()).not.toMatch(/sk-(paris|rome)/);
  });

  it("can be removed from the configuration with tasks in flight, which wait until it is back", async () => {
    await using system = await startSystem(TWO_ACCOUNTS);
    const both = await system.startWorker();
    const ids = await createFilms(system, 1, 2, 3, 4);
    await waitFor(() => system.simulator.tasks().length === 4, { timeoutMs: 60_000 });
    await both.stop();
    const rome = await system.startWorker({
      DASHSCOPE_ACCOUNTS: JSON.stringify({ spare: { apiKey: "sk-rome" } }),
    });
    const accounts = ids.map((_, index) => accountsOf(system).get(`film ${index + 1}`));
    const madeBy = (name: string) => ids.filter((_, index) => accounts[index] === name);
    await finish(system, madeBy("rome"));
    for (const id of madeBy("paris")) expect((await system.get(id)).status).toBe("running");
    await rome.stop();
    await system.startWorker();
    await finish(system, madeBy("paris"));
    expect(system.simulator.tasks()).toHaveLength(4);
  });

  it("are known to Redis only by their names (G7)", async () => {
    // Of its own: ioredis takes a command that another client sends just then for an answer.
    await using server = await startRedis();
    const redis = new Redis(server.url);
    const monitor = await redis.monitor();
    await using system = await startServedSystem({ ...TWO_ACCOUNTS, redisUrl: server.url });
    const commands: string[] = [];
    monitor.on("monitor", (_time: string, command: readonly string[]) =>
      commands.push(command.join(" ")),
    );
    const worker = await system.startWorker();
    const { id } = await system.create();
    await finish(system, [id]);
    monitor.disconnect();
    await redis.quit();
    expect(commands.join()).toContain(id);
    expect(commands.join() + worker.output()).not.toMatch(/sk-(paris|rome)/);
  });
});
