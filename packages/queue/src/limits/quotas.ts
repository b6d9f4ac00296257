import { isSameModel } from "@dashqueue/dashscope";
import type { Redis } from "ioredis";
import { z } from "zod";

import type { Keys } from "../store/keys.ts";

const reportedLimits = z.object({
  submitsPerSecond: z.number().nullable(),
  maxInFlight: z.number().nullable(),
  /** Absent from what an earlier version stored. */
  maxQueued: z.number().nullable().default(null),
});

const accountQuotas = z.object({
  account: z.string(),
  baseUrl: z.string(),
  /** Epoch milliseconds. */
  readAt: z.number(),
  models: z.record(z.string(), reportedLimits),
});

/** The limits that the provider reports for a model; null where it reports none. */
export type ReportedLimits = Readonly<z.infer<typeof reportedLimits>>;

/** The limits of an account's models, by their names, as the provider reported them to a worker. */
export type AccountQuotas = Readonly<z.infer<typeof accountQuotas>>;

/** An account and the host that knows its quotas. */
type At = Pick<AccountQuotas, "account" | "baseUrl">;

/** The quotas of all accounts, which all replicas and the producer share. */
export interface Quotas {
  /** Those that were read within the last day. */
  all(): Promise<readonly AccountQuotas[]>;
  store(quotas: AccountQuotas): Promise<void>;
  /** Whether this process is to read an account's quotas now; no other one for a minute. */
  claim(at: At): Promise<boolean>;
}

/** Limits change, and a figure that nobody confirms no longer counts. */
const LIFE_MS = 24 * 60 * 60 * 1000;

const CLAIM_MS = 60_000;

export function createQuotas(redis: Redis, keys: Keys, now: () => number): Quotas {
  const fieldOf = ({ account, baseUrl }: At) => `${account} ${baseUrl}`;
  return {
    async all() {
      const texts = await redis.hvals(keys.quotas);
      return texts.flatMap(readQuotas).filter(({ readAt }) => readAt > now() - LIFE_MS);
    },
    async store(quotas) {
      await redis.hset(keys.quotas, fieldOf(quotas), JSON.stringify(quotas));
    },
    claim: async (at) =>
      (await redis.set(keys.quotaReader(fieldOf(at)), "1", "PX", CLAIM_MS, "NX")) === "OK",
  };
}

const NOTHING_REPORTED: ReportedLimits = {
  submitsPerSecond: null,
  maxInFlight: null,
  maxQueued: null,
};

/** What the provider reports for a model, perhaps under its name in another region. */
export function reportedLimitsOf({ models }: AccountQuotas, sentAs: string): ReportedLimits {
  const reported = Object.entries(models);
  const found =
    reported.find(([name]) => name === sentAs) ??
    reported.find(([name]) => isSameModel(sentAs, name));
  return found?.[1] ?? NOTHING_REPORTED;
}

/** A newer version may write another shape. */
function readQuotas(text: string): AccountQuotas[] {
  const read = accountQuotas.safeParse(JSON.parse(text));
  return read.success ? [read.data] : [];
}
