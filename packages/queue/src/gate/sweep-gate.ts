import type { Redis } from "ioredis";
import { z } from "zod";

import type { Keys } from "../store/keys.ts";
import { takeLease } from "../store/leases/lease.ts";

const sweepState = z.object({
  /** When the last sweep that showed anything for certain began, epoch milliseconds. */
  sweptAt: z.number(),
  /** How far back it reached: it shows the tasks that were created within this time before. */
  reachMs: z.number(),
  /** How much has spoken against the list lately. */
  strikes: z.number(),
  /** No sweep before, epoch milliseconds. */
  offUntil: z.number(),
  /** How long the sweeps stop when they are switched off the next time. */
  offMs: z.number(),
});

/** What the sweeps of a task list have shown, for all replicas. */
export type SweepState = Readonly<z.infer<typeof sweepState>>;

/** A task that a poll found to have ended before any sweep reported it. */
export interface EndedTask {
  readonly taskId: string;
  /** When its attempt began, epoch milliseconds. */
  readonly begunAt: number;
  /** When it had ended at the latest. */
  readonly endedAt: number;
}

/** An account at one of its hosts, which has a task list of its own. */
interface At {
  readonly account: string;
  readonly baseUrl: string;
}

/** The sweeps of task lists, which one worker makes for all. */
export interface SweepGate {
  /** Takes or renews the lease of this worker. Returns false while another worker has it. */
  lease(at: At, worker: string): Promise<boolean>;
  /** Null before the first sweep. */
  state(at: At): Promise<SweepState | null>;
  setState(at: At, state: SweepState): Promise<void>;
  /** Asks the next sweeps to show this task. */
  expect(at: At, task: EndedTask): Promise<void>;
  expected(at: At): Promise<readonly EndedTask[]>;
  /** No longer asks the sweeps to show these tasks. */
  stopExpecting(at: At, taskIds: readonly string[]): Promise<void>;
}

/** Sweeps that are older than this have stopped, by the clock of Redis. */
export const SWEEPS_STALE_MS = 60_000;

/** Longer than a sweep takes, so that a worker keeps its lease while it lives. */
const LEASE_MS = 60_000;
const STATE_LIFE_MS = 24 * 60 * 60_000;
/** Without sweeps, nobody asks for these tasks. */
const EXPECTED_LIFE_MS = 10 * 60_000;

// A newer version may write another shape of both. What cannot be read is left out.
const times = z.tuple([z.number(), z.number()]);

export function createSweepGate(redis: Redis, keys: Keys): SweepGate {
  const name = (key: "sweep" | "sweeper" | "sweepChecks", { account, baseUrl }: At) =>
    keys[key](account, baseUrl);
  return {
    lease: (at, worker) => takeLease(redis, name("sweeper", at), worker, LEASE_MS),
    async state(at) {
      const text = await redis.get(name("sweep", at));
      return text === null ? null : (sweepState.safeParse(JSON.parse(text)).data ?? null);
    },
    async setState(at, state) {
      await redis.set(name("sweep", at), JSON.stringify(state), "PX", STATE_LIFE_MS);
    },
    async expect(at, { taskId, begunAt, endedAt }) {
      const key = name("sweepChecks", at);
      await redis.hset(key, taskId, JSON.stringify([begunAt, endedAt]));
      await redis.pexpire(key, EXPECTED_LIFE_MS);
    },
    async expected(at) {
      const tasks = Object.entries(await redis.hgetall(name("sweepChecks", at)));
      return tasks.flatMap(([taskId, text]) => {
        const read = times.safeParse(JSON.parse(text)).data;
        return read === undefined ? [] : [{ taskId, begunAt: read[0], endedAt: read[1] }];
      });
    },
    async stopExpecting(at, taskIds) {
      if (taskIds.length > 0) await redis.hdel(name("sweepChecks", at), ...taskIds);
    },
  };
}
