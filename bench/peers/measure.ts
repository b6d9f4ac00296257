import { setTimeout } from "node:timers/promises";

import type { Simulator } from "@dashqueue/simulator";
import { startSimulator } from "@dashqueue/simulator";
import { startInstantProvider, startRedis } from "@dashqueue/testing";

import type { Kill, PeerResult } from "./result.ts";
import type { RunningSystem, System } from "./systems.ts";

/** After this, unfinished requests count as not finished. */
const LIMIT_MS = 150_000;
/** Between two polls of a task, where no throughput is measured. */
export const POLL_MS = 500;
const LANE = { submitsPerSecond: 10_000, maxInFlight: 100 };

export interface Bench {
  readonly requests: number;
  readonly kills: number;
  /** For the throughput. */
  readonly busy: number;
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
  // Alone: it takes all that the machine has.
  const perSecond = await measureThroughput(system, bench);
  return { name: system.name, lostAnswers, killedInCreate, killedInPoll, perSecond };
}

const BUSY_POLL_MS = 100;
/** Until then, processes start and code is compiled. */
const WARM_UP = 50;

/** Requests per second, each with a create request and three polls that are answered at once. */
async function measureThroughput(system: System, bench: Bench): Promise<number> {
  const requests = WARM_UP + bench.busy;
  const work = { provider: await startInstantProvider(), requests, pollMs: BUSY_POLL_MS };
  return inWorld(system, bench, work, async (running) => {
    await until(() => running.ended().finished >= WARM_UP);
    const [startedAt, before] = [performance.now(), running.ended().finished];
    await allEnded(running, requests);
    const seconds = (performance.now() - startedAt) / 1_000;
    return (running.ended().finished - before) / seconds;
  });
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
  const work = { provider: simulator, requests: bench.requests, pollMs: POLL_MS };
  return inWorld(system, bench, work, async (running) => {
    await allEnded(running, bench.requests);
    const paid = simulator.ledger().entries.length;
    return { calls: bench.requests, paid, delivered: running.ended().finished };
  });
}

/** Kills the worker between the acceptance of a create request and its answer. */
async function killInCreate(system: System, bench: Bench): Promise<Kill> {
  const simulator = await startSimulator({ limits: { "*": LANE }, runningMs: 1_000 });
  simulator.script({ on: "create", do: { kind: "accept-then-delay", ms: 20_000 } });
  return inWorld(system, bench, onlyOne(simulator), async (running) => {
    await until(() => simulator.tasks().length === 1);
    return kill(running, simulator);
  });
}

/** Kills the worker when it has stored the task id and polls. */
async function killInPoll(system: System, bench: Bench): Promise<Kill> {
  const simulator = await startSimulator({ limits: { "*": LANE }, runningMs: 30_000 });
  return inWorld(system, bench, onlyOne(simulator), async (running) => {
    await until(() => simulator.requests().some(({ operation }) => operation === "get"));
    return kill(running, simulator);
  });
}

async function kill(running: RunningSystem, simulator: Simulator): Promise<Kill> {
  const killedAt = Date.now();
  await running.killWorker();
  await allEnded(running, 1);
  const poll = simulator
    .requests()
    .find(({ at, operation }) => at > killedAt && operation === "get");
  return {
    paid: simulator.ledger().entries.length,
    recoveryMs: poll === undefined ? null : poll.at - killedAt,
    finished: running.ended().finished === 1,
  };
}

interface Work {
  readonly provider: AsyncDisposable & { readonly baseUrl: string };
  readonly requests: number;
  /** Between two polls of a task. */
  readonly pollMs: number;
}

function onlyOne(provider: Simulator): Work {
  return { provider, requests: 1, pollMs: POLL_MS };
}

async function inWorld<T>(
  system: System,
  bench: Bench,
  { provider, requests, pollMs }: Work,
  run: (running: RunningSystem) => Promise<T>,
): Promise<T> {
  await using stack = new AsyncDisposableStack();
  stack.use(provider);
  const redis = stack.use(await startRedis({ appendOnly: true }));
  const databaseUrl = bench.createDatabase();
  const world = { baseUrl: provider.baseUrl, redisUrl: redis.url, databaseUrl, pollMs };
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
