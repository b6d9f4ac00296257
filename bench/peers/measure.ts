import { setTimeout } from "node:timers/promises";

import type { Simulator } from "@dashqueue/simulator";
import { startSimulator } from "@dashqueue/simulator";
import { startRedis } from "@dashqueue/testing";

import type { Kill, PeerResult } from "./result.ts";
import type { RunningSystem, System } from "./systems.ts";

/** After this, unfinished requests count as not finished. */
const LIMIT_MS = 150_000;
const LANE = { submitsPerSecond: 10_000, maxInFlight: 100 };

export interface Bench {
  readonly requests: number;
  readonly kills: number;
  createDatabase(): string;
}

/** Takes all measurements of one system in parallel. Each has its own provider and stores. */
export async function measure(system: System, bench: Bench): Promise<PeerResult> {
  const times = Array.from({ length: bench.kills }, (_, index) => index);
  const [lostAnswers, killedInCreate, killedInPoll] = await Promise.all([
    measureLostAnswers(system, bench),
    Promise.all(times.map(() => killInCreate(system, bench))),
    Promise.all(times.map(() => killInPoll(system, bench))),
  ]);
  return { name: system.name, lostAnswers, killedInCreate, killedInPoll };
}

/** Every answer to a create request is lost after the provider accepted it. */
async function measureLostAnswers(
  system: System,
  bench: Bench,
): Promise<PeerResult["lostAnswers"]> {
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

/** Kills the worker between the acceptance of a create request and its answer. */
async function killInCreate(system: System, bench: Bench): Promise<Kill> {
  const simulator = await startSimulator({ limits: { "*": LANE }, runningMs: 1_000 });
  simulator.script({ on: "create", do: { kind: "accept-then-delay", ms: 20_000 } });
  return inWorld(system, bench, simulator, 1, async (running) => {
    await until(() => simulator.tasks().length === 1);
    return kill(running, simulator);
  });
}

/** Kills the worker when it has stored the task id and polls. */
async function killInPoll(system: System, bench: Bench): Promise<Kill> {
  const simulator = await startSimulator({ limits: { "*": LANE }, runningMs: 30_000 });
  return inWorld(system, bench, simulator, 1, async (running) => {
    await until(() => simulator.requests().some(({ operation }) => operation === "get"));
    return kill(running, simulator);
  });
}

async function kill(running: RunningSystem, simulator: Simulator): Promise<Kill> {
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
  run: (running: RunningSystem) => Promise<T>,
): Promise<T> {
  await using stack = new AsyncDisposableStack();
  stack.use(simulator);
  const redis = stack.use(await startRedis({ appendOnly: true }));
  const world = {
    baseUrl: simulator.baseUrl,
    redisUrl: redis.url,
    databaseUrl: bench.createDatabase(),
  };
  // `await`, because the stack is disposed when this function returns.
  return await run(stack.use(await system.start(world, requests)));
}

function allEnded(running: RunningSystem, requests: number): Promise<boolean> {
  return until(() => {
    const { finished, failed } = running.ended();
    return finished + failed >= requests;
  });
}

/** Returns whether the condition became true within the limit. */
async function until(condition: () => boolean): Promise<boolean> {
  const end = Date.now() + LIMIT_MS;
  while (!condition()) {
    if (Date.now() > end) return false;
    await setTimeout(50);
  }
  return true;
}
