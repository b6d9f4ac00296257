import type { AccountGate, Keys } from "@dashqueue/queue/internal";
import { coolingKey, laneName } from "@dashqueue/queue/internal";

import type { RedisModel } from "./redis-model.ts";
import type { Process, Scheduler } from "../scheduler.ts";

export interface AccountGateModelPorts {
  readonly redis: RedisModel;
  readonly keys: Keys;
  readonly scheduler: Scheduler;
  now(): number;
}

/**
 * `account-gate.ts` over the same keys that the scripts use. Query turns (G8) and the news of a
 * lasting cool-down are not modeled.
 */
export function createAccountGateModel(
  { redis, keys, scheduler, now }: AccountGateModelPorts,
  process: Process,
): Pick<
  AccountGate,
  "pause" | "resume" | "coolDown" | "lowerLimit" | "overLimit" | "slots" | "correctSlot"
> {
  return {
    lowerLimit: (lane) =>
      scheduler.step(process, "lowers the limit", () => {
        const limit = Math.max(1, redis.members(keys.slots(lane)).length);
        redis.hset(keys.lane(lane), { limit: String(limit), limitAt: String(now()) });
        return limit;
      }),
    overLimit: (lane, day) =>
      scheduler.step(process, "notes that the daily limit is reached", () => {
        const known = redis.hget(keys.lane(lane), "overLimitOn");
        redis.hset(keys.lane(lane), { overLimitOn: day });
        return known !== day;
      }),
    slots: (lane) =>
      scheduler.step(process, "reads the slots", () => redis.members(keys.slots(lane))),
    correctSlot: (lane, id) =>
      scheduler.step(process, `compares the slot of ${id}`, () => {
        const held = redis.hget(keys.generation(id), "slot") === laneName(lane);
        const had = redis.members(keys.slots(lane)).includes(id);
        if (held !== had) redis.mark(keys.slots(lane), id, held);
        return held !== had;
      }),
    pause: (account, { kind }, probeMs, refusedModel) =>
      scheduler.step(process, "pauses the account", () => {
        const key = keys.account(account);
        const known = redis.hget(key, "kind");
        const probeAt = String(now() + probeMs);
        redis.hset(key, { kind });
        if (refusedModel !== null)
          redis.hset(key, { probeAt, refused: keys.model({ account, model: refusedModel }) });
        else if (known === null) redis.hset(key, { probeAt });
        return known !== kind;
      }),
    resume: (created) =>
      scheduler.step(process, "resumes the account", () => {
        for (const scope of ["lane", "model"] as const)
          redis.hdel(coolingKey(keys, created, scope), "kind");
        return redis.del(keys.account(created.lane.account));
      }),
    coolDown: (created, scope, { kind }, delayMs) =>
      scheduler.step(process, `cools the ${scope} down`, () => {
        const key = coolingKey(keys, created, scope);
        const isKnown = redis.hget(key, "kind") === kind;
        const at = Math.max(Number(redis.hget(key, "nextCreateAt") ?? 0), now() + delayMs);
        redis.hset(key, { nextCreateAt: String(at), kind });
        return isKnown ? "known" : "new";
      }),
  };
}
