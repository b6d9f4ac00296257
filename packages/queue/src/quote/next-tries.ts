import type { FindModel } from "@dashqueue/dashscope";
import type { Redis } from "ioredis";

import { createAccountGate } from "../gate/account-gate.ts";
import { createCollectionGate } from "../gate/collection-gate.ts";
import { listWorkerReports, reportedAccounts } from "../gate/worker-reports.ts";
import { laneOf } from "../generation/lane.ts";
import type { Keys } from "../store/keys.ts";
import { runScript, scriptOf } from "../store/script.ts";

/** When the next create request, or check, tests whether a refusal still holds. */
export interface NextTry {
  /**
   * What was refused: a whole account, or a model on every account that refused it. Or whether
   * results can be collected, which is no question of the provider.
   */
  readonly scope: "account" | "model" | "collection";
  readonly name: string;
  /** Epoch milliseconds; in the past if the next ticket at the door may send it. */
  readonly at: number;
  /** When a create request was refused last, epoch milliseconds; null if it is not known. */
  readonly refusedAt?: number | null;
}

/** Knows when what the provider refused is tried again, and lets it be tried at once. */
export interface NextTries {
  /** Null if nothing was refused, or if only workers with a refused API key know when. */
  of(scope: NextTry["scope"], name: string): Promise<NextTry | null>;
  /** The first of the accounts of the live workers; null if none was refused. */
  ofAnyAccount(): Promise<NextTry | null>;
  /** Admits the next create request at once. It buys only what waits anyway. */
  tryNow(scope: NextTry["scope"], name: string): Promise<void>;
}

// Without a refusal, the field only spaces create requests.
const END_COOL_DOWN = scriptOf(
  `if redis.call("HEXISTS", KEYS[1], "kind") == 1 then redis.call("HDEL", KEYS[1], "nextCreateAt") end`,
);

export function createNextTries(redis: Redis, keys: Keys, findModel: FindModel): NextTries {
  const gate = createAccountGate(redis, keys);
  const accounts = async () => reportedAccounts(await listWorkerReports(redis, keys));
  const coolingKeys = async (model: string) =>
    (await accounts()).flatMap((account) => [
      keys.lane(laneOf(account, model, findModel)),
      keys.model({ account, model }),
    ]);
  const ofAccount = async (name: string): Promise<NextTry | null> => {
    const [at, refusedAt] = await redis.hmget(keys.account(name), "probeAt", "refusedAt");
    if (!at) return null;
    return {
      scope: "account",
      name,
      at: Number(at),
      refusedAt: refusedAt ? Number(refusedAt) : null,
    };
  };
  const ofModel = async (name: string): Promise<NextTry | null> => {
    const found = (await coolingKeys(name)).map((key) =>
      redis.hmget(key, "kind", "nextCreateAt", "refusedAt"),
    );
    const refused = (await Promise.all(found)).filter(([kind]) => kind);
    if (refused.length === 0) return null;
    const refusedAt = Math.max(...refused.map(([, , last]) => Number(last ?? 0)));
    const at = Math.min(...refused.map(([, next]) => Number(next ?? 0)));
    return { scope: "model", name, at, refusedAt: refusedAt === 0 ? null : refusedAt };
  };
  const ofCollection = async (name: string): Promise<NextTry | null> => {
    const blocks = await createCollectionGate(redis, keys).blocks();
    const times = blocks.flatMap(({ nextAt }) => nextAt ?? []);
    return times.length === 0 ? null : { scope: "collection", name, at: Math.min(...times) };
  };
  const OF = { account: ofAccount, model: ofModel, collection: ofCollection };
  return {
    of: (scope, name) => OF[scope](name),
    async ofAnyAccount() {
      const found = await Promise.all((await accounts()).map(ofAccount));
      return found.flatMap((next) => next ?? []).toSorted((a, b) => a.at - b.at)[0] ?? null;
    },
    async tryNow(scope, name) {
      if (scope === "account") return gate.probeNow(name);
      if (scope === "collection") return void (await redis.publish(keys.collectionChannel, name));
      for (const key of await coolingKeys(name)) await runScript(redis, END_COOL_DOWN, 1, key);
    },
  };
}
