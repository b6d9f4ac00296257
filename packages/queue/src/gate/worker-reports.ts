import type { Redis } from "ioredis";
import { z } from "zod";

import type { Keys } from "../store/keys.ts";
import { pauseSchema } from "./account-gate.ts";

const amounts = z.record(z.string(), z.string());

/** What one worker knows about one account. It holds no credential (G7). */
const accountReport = z.object({
  baseUrl: z.string(),
  /** Overrides of the catalog's limits, by model. */
  limits: z.record(z.string(), z.object({ submitsPerSecond: z.number(), maxInFlight: z.number() })),
  /** How many tasks beyond the limit it lets wait at the provider. */
  feedAhead: z.number().default(0),
  /** How many queries a second it lets the account have; absent from an earlier version. */
  queryLimit: z.number().optional(),
  /** The daily limits of the account, and of all accounts together, by currency. */
  dailySpend: z.object({ account: amounts, overall: amounts }).optional(),
  /** Why the provider refuses the API key of this worker; null if it does not. */
  keyRefused: pauseSchema.nullable(),
});

const workerReport = z.record(z.string(), accountReport);

/** What a worker reports to the others, by account. */
export type WorkerReport = Readonly<z.infer<typeof workerReport>>;

/** The reports of the workers that are alive. */
export interface WorkerReports {
  /** Publishes this worker's report, and returns the reports of all live workers. */
  exchange(own: WorkerReport): Promise<readonly WorkerReport[]>;
  withdraw(): Promise<void>;
}

/** A worker that has not reported within this time counts as dead. */
const LIFE_MS = 20_000;

export function createWorkerReports(redis: Redis, keys: Keys, workerId: string): WorkerReports {
  return {
    async exchange(own) {
      await redis.set(keys.worker(workerId), JSON.stringify(own), "PX", LIFE_MS);
      await redis.sadd(keys.workers, workerId);
      const { reports, dead } = await readReports(redis, keys);
      if (dead.length > 0) await redis.srem(keys.workers, ...dead);
      return reports;
    },
    async withdraw() {
      await redis.del(keys.worker(workerId));
      await redis.srem(keys.workers, workerId);
    },
  };
}

/** The reports of all live workers, without one of its own. */
export async function listWorkerReports(
  redis: Redis,
  keys: Keys,
): Promise<readonly WorkerReport[]> {
  return (await readReports(redis, keys)).reports;
}

/** The names of the accounts that the workers have, each once. */
export function reportedAccounts(reports: readonly WorkerReport[]): readonly string[] {
  return [...new Set(reports.flatMap((report) => Object.keys(report)))].toSorted();
}

async function readReports(redis: Redis, keys: Keys) {
  const ids = await redis.smembers(keys.workers);
  const texts = ids.length === 0 ? [] : await redis.mget(ids.map(keys.worker));
  return {
    reports: texts.flatMap((text) => (text === null ? [] : readReport(text))),
    dead: ids.filter((_, index) => texts[index] === null),
  };
}

/** A newer version may report in another shape. */
function readReport(text: string): WorkerReport[] {
  const read = workerReport.safeParse(JSON.parse(text));
  return read.success ? [read.data] : [];
}
