import { setTimeout } from "node:timers/promises";

import { startSimulator } from "../../packages/simulator/src/index.ts";
import type { Simulator } from "../../packages/simulator/src/index.ts";
import { startRedis } from "../../packages/testing/src/redis/start-redis.ts";
import type { Kill, PeerResult } from "./result.ts";
import type { Running, System } from "./systems.ts";

/** A system that has not ended its work by then is not waited for. */
const LIMIT_MS = 150_000;
const LANE = { submitsPerSecond: 10_000, maxInFlight: 100 };

export interface Bench {
  readonly requests: number;
  readonly kills: number;
  createDatabase(): string;
}

/** All that is measured of one system, at once: each measurement has a provider and stores of its own. */
export async function measure(system: System, bench: Bench): Promise<PeerResult> {
  const times = Array.from({ length: bench.kills }, (_, index) => index);
  const [lostAnswers, killedInCreate, killedInPoll] = await Promise.all([
    loseAnswers(system, bench),
    Promise.all(times.map(() => killInCreate(system, bench))),
    Promise.all(times.map(() => killInPoll(system, bench))),
  ]);
  return { name: system.name, lostAnswers, killedInCreate, killedInPoll };
}

/** Every answer to a create is lost after the provider accepted it. */
async function loseAnswers(system: System, bench: Bench): Promise<PeerResult["lostAnswers"]> {
  const simulator = await startSimulator({
    limits: { "*": LANE },
    runningMs: 1_000,
    faultRates: { rates: { "lost-answer": 1 }, seed: 1 },
  });
  return inWorld(system, bench, simulator, bench.requests, async (running) => {
    await allEnded(running, bench.requests);
    const paid = simulator.ledger().entries.length;
    return { calls: bench.requests, paid, delivered: running.ended().finished };
  });
}

/** The provider has accepted, and its answer is on the way, when the worker is killed. */
async function killInCreate(system: System, bench: Bench): Promise<Kill> {
  const simulator = await startSimulator({ limits: { "*": LANE }, runningMs: 1_000 });
  simulator.script({ on: "create", do: { kind: "accept-then-delay", ms: 20_000 } });
  return inWorld(system, bench, simulator, 1, async (running) => {
    await until(() => simulator.tasks().length === 1);
    return kill(running, simulator);
  });
}

/** The worker has the task's id, and asks for it now and then, when it is killed. */
async function killInPoll(system: System, bench: Bench): Promise<Kill> {
  const simulator = await startSimulator({ limits: { "*": LANE }, runningMs: 30_000 });
  return inWorld(system, bench, simulator, 1, async (running) => {
    await until(() => simulator.requests().some(({ operation }) => operation === "get"));
    return kill(running, simulator);
  });
}

async function kill(running: Running, simulator: Simulator): Promise<Kill> {
  const killedAt = Date.now();
  await running.killWorker();
  await allEnded(running, 1);
  const next = simulator.requests().find(({ at }) => at > killedAt);
  return {
    paid: simulator.ledger().entries.length,
    recoveryMs: next === undefined ? null : next.at - killedAt,
    finished: running.ended().finished === 1,
  };
}

async function inWorld<T>(
  system: System,
  bench: Bench,
  simulator: Simulator,
  requests: number,
  run: (running: Running) => Promise<T>,
): Promise<T> {
  await using stack = new AsyncDisposableStack();
  stack.use(simulator);
  const redis = stack.use(await startRedis({ appendOnly: true }));
  const world = {
    baseUrl: simulator.baseUrl,
    redisUrl: redis.url,
    databaseUrl: bench.createDatabase(),
  };
  // Not without `await`: the world would end before the run.
  return await run(stack.use(await system.start(world, requests)));
}

function allEnded(running: Running, requests: number): Promise<boolean> {
  return until(() => {
    const { finished, failed } = running.ended();
    return finished + failed >= requests;
  });
}

/** Whether it became true within the limit. */
async function until(condition: () => boolean): Promise<boolean> {
  const end = Date.now() + LIMIT_MS;
  while (!condition()) {
    if (Date.now() > end) return false;
    await setTimeout(50);
  }
  return true;
}
