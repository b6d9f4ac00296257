import type {
  AccountGate,
  Change,
  GenerationStore,
  LaneLimits,
  Line,
  PickTerms,
  Queued,
  SpendLimits,
} from "@dashqueue/queue/internal";
import {
  createAccountGate,
  createGenerationStore,
  createKeys,
  createLine,
  NO_SPEND_LIMITS,
} from "@dashqueue/queue/internal";
import { rememberServer, testRedis } from "@dashqueue/testing";
import fc from "fast-check";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { FAILURE, GENERATIONS, START, SUCCEEDED } from "./fixtures/generations.ts";
import { createAccountGateModel } from "./interleaving/models/account-gate-model.ts";
import { createRedisModel } from "./interleaving/models/redis-model.ts";
import { createScheduler, settled } from "./interleaving/scheduler.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

type Gate = Pick<
  AccountGate,
  "pause" | "resume" | "coolDown" | "lowerLimit" | "overLimit" | "slots" | "correctSlot"
>;
type Call = (
  store: GenerationStore,
  gate: Gate,
  line: Line,
  setBudget: (budget: string | null) => Promise<unknown>,
) => Promise<unknown>;

const lane = { account: "default", model: GENERATIONS.queued.request.model };
const LONG_MS = 1_000_000;
const TODAY = "2026-11-22";
const ids = ["gen_1", "gen_2", "gen_3"] as const;
const ticketOf = (id: string, own: string | null) => ({
  id,
  model: lane.model,
  own: own === null ? null : queuedAs(own),
});
const termsOf = (maxInFlight: number): PickTerms => ({
  lanes: [{ lane, limits: { maxInFlight, raiseMs: LONG_MS } }],
  expectedMs: LONG_MS,
});
const queuedAs = (id: string): Queued => ({ ...GENERATIONS.queued, id, revision: 0 });
const at = (limits: Partial<LaneLimits>, spendLimits = NO_SPEND_LIMITS) => ({
  lane,
  spendLimits,
  baseUrl: "https://dashscope.aliyuncs.com/api/v1",
  limits: { maxInFlight: 2, intervalMs: 0, raiseMs: LONG_MS, probeMs: LONG_MS, ...limits },
});

// One generation costs 3.50 CNY.
const ONE_A_DAY: SpendLimits = { overall: { CNY: "3.50" }, accounts: { default: { CNY: "99" } } };
const NONE_ON_THIS_ACCOUNT: SpendLimits = { overall: {}, accounts: { default: { CNY: "1" } } };

const begun = {
  begunAt: START,
  account: "default",
  lane: lane.model,
  baseUrl: "https://dashscope.aliyuncs.com/api/v1",
};
const FAILED = { ...FAILURE, kind: "provider_error" } as const;
const changes: readonly Change[] = [
  {
    kind: "create-answered",
    attempt: 1,
    begun,
    answer: { kind: "accepted", taskId: "task-1", requestId: null },
  },
  {
    kind: "create-answered",
    attempt: 1,
    begun,
    answer: { kind: "accepted", taskId: "task-2", requestId: null },
  },
  { kind: "create-answered", attempt: 1, begun, answer: { kind: "unknown", failure: FAILURE } },
  { kind: "create-answered", attempt: 1, begun, answer: { kind: "not-sent", failure: FAILURE } },
  { kind: "task-adopted", attempt: 1, taskId: "task-1", requestId: null },
  { kind: "outcome-claimed", attempt: 1, taskId: null, by: "ann" },
  { kind: "claim-confirmed", attempt: 1, taskId: null, requestId: null },
  { kind: "task-read", task: SUCCEEDED },
  { kind: "task-read", task: { status: "CANCELED", id: "task-1" } },
  { kind: "task-read", task: { status: "FAILED", id: "task-1", failure: FAILED } },
  { kind: "task-read", task: { status: "FAILED", id: "task-2", failure: FAILED } },
  { kind: "task-recovered", begun, taskId: "task-2", requestId: null },
  { kind: "cancel-requested" },
];

/** Any call that the interleaving test makes, on few generations so that calls collide. */
const call: fc.Arbitrary<Call> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(...ids).map(
      (id): Call =>
        (store) =>
          store.accept(queuedAs(id), null),
    ),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...ids),
        fc.constantFrom({}, {}, {}, { maxInFlight: 1 }, { intervalMs: LONG_MS }),
        fc.constantFrom(NO_SPEND_LIMITS, NO_SPEND_LIMITS, ONE_A_DAY, NONE_ON_THIS_ACCOUNT),
      )
      .map(
        ([id, limits, spendLimits]): Call =>
          (store) =>
            store.begin(id, at(limits, spendLimits)),
      ),
  },
  {
    weight: 12,
    arbitrary: fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...changes)).map(
      ([id, change]): Call =>
        (store) =>
          store.change(id, change),
    ),
  },
  {
    weight: 4,
    // Both read the same revision, so one of them must retry.
    arbitrary: fc
      .tuple(fc.constantFrom(...ids), fc.constantFrom(...changes), fc.constantFrom(...changes))
      .map(
        ([id, ...both]): Call =>
          (store) =>
            Promise.all(both.map((change) => store.change(id, change))),
      ),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...ids), fc.constantFrom(...ids, null), fc.constantFrom(1, 2))
      .map(
        ([id, own, maxInFlight]): Call =>
          (_store, _gate, line) =>
            line.pick(ticketOf(id, own), termsOf(maxInFlight)),
      ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...ids), fc.constantFrom(-1, LONG_MS)).map(
      ([id, waitMs]): Call =>
        (_store, _gate, line) =>
          line.park({ id, model: lane.model, tenant: "default" }, waitMs, "to its place"),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(-1, LONG_MS).map(
      (waitMs): Call =>
        (_store, _gate, line) =>
          line.rest({ model: lane.model, tenant: "default" }, waitMs),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(null, "2", "3.50", "7").map(
      (budget): Call =>
        (_store, _gate, _line, setBudget) =>
          setBudget(budget),
    ),
  },
  fc.constantFrom<Call>(
    (_, __, line) => line.giveUp(ticketOf("gen_1", null)),
    (store) => store.list({ status: "uncertain", model: lane.model, limit: 2 }),
    (store) => store.list({ limit: 2, after: "gen_3" }),
    (store) => store.ownersOf(["task-1", "task-2"]),
    (store) => store.models(),
    (store) => store.knownTasks(begun),
    (store) => store.costs([TODAY]),
    (_, gate) => gate.pause("default", FAILURE, LONG_MS, null),
    (_, gate) => gate.pause("default", FAILURE, -LONG_MS, null),
    (_, gate) => gate.pause("default", FAILURE, -LONG_MS, lane.model),
    (_, gate) => gate.resume({ lane, model: lane.model }),
    (_, gate) => gate.coolDown({ lane, model: lane.model }, "lane", FAILURE, -LONG_MS),
    (_, gate) => gate.coolDown({ lane, model: lane.model }, "model", FAILURE, -LONG_MS),
    (_, gate) => gate.lowerLimit(lane),
    (_, gate) => gate.overLimit(lane, TODAY),
    async (_, gate) => [...(await gate.slots(lane))].sort(),
    (_, gate) => gate.correctSlot(lane, "gen_1"),
  ),
);

it("answers every call exactly as Redis does", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 20, maxLength: 60 }), async (calls) => {
      const keys = createKeys(testRedis().prefix);
      await rememberServer(redis, keys.prefix);
      const real = {
        store: createGenerationStore(redis, keys, () => START),
        gate: createAccountGate(redis, keys),
        line: createLine(redis, keys),
      };
      const model = createModel(keys);
      for (const call of calls) {
        const answer = await call(real.store, real.gate, real.line, async (budget) => {
          await redis.del(keys.tenant("default"));
          if (budget !== null) await redis.hset(keys.tenant("default"), settingsWith(budget));
        });
        const modelled = await model.complete(
          call(model.store, model.gate, model.line, async (budget) => {
            model.redis.del(keys.tenant("default"));
            if (budget !== null) model.redis.hset(keys.tenant("default"), settingsWith(budget));
          }),
        );
        expect(withoutWait(modelled)).toEqual(withoutWait(answer));
      }
      expect(await model.complete(model.store.list({ limit: 10 }))).toEqual(
        await real.store.list({ limit: 10 }),
      );
      const costs = await redis.hgetall(keys.costs(TODAY));
      expect(model.redis.hgetall(keys.costs(TODAY))).toEqual(costs);
      const ofMonth = await redis.hgetall(keys.costs("2026-11"));
      expect(model.redis.hgetall(keys.costs("2026-11"))).toEqual(ofMonth);
      const ended = await redis.zrange(keys.unarchived, 0, "-1");
      expect([...model.redis.members(keys.unarchived)].sort()).toEqual(ended.sort());
      const [line, tenants] = [keys.line(lane.model, "default"), keys.lineTenants(lane.model)];
      const places = await redis.zrange(line, 0, "-1", "WITHSCORES");
      expect(Object.entries(model.redis.hgetall(line)).flat().sort()).toEqual(places.sort());
      expect(withoutTimes(model.redis.hgetall(tenants))).toEqual(
        withoutTimes(await redis.hgetall(tenants)),
      );
      const slots = await redis.smembers(keys.slots(lane));
      expect([...model.redis.members(keys.slots(lane))].sort()).toEqual(slots.sort());
    }),
    { numRuns: 100 },
  );
}, 600_000);

function createModel(keys: ReturnType<typeof createKeys>) {
  const scheduler = createScheduler();
  const process = { name: "ann", alive: true };
  const now = () => START;
  const model = createRedisModel({ scheduler, now, flaw: null });
  return {
    redis: model,
    store: createGenerationStore(model.connect(process), keys, now),
    line: createLine(model.connect(process), keys),
    gate: createAccountGateModel({ redis: model, keys, scheduler, now }, process),
    /** Runs every step as soon as it is possible. */
    async complete<T>(answer: Promise<T>): Promise<T> {
      for (let [next] = scheduler.moves(); next !== undefined; [next] = scheduler.moves()) {
        next.run();
        await settled();
      }
      return answer;
    },
  };
}

/** The settings of a tenant with this budget for a month, and 5 CNY for a day. */
function settingsWith(budget: string): Record<string, string> {
  const [dailySpend, monthlySpend] = ["5", budget].map((amount) =>
    JSON.stringify({ amount, currency: "CNY" }),
  ) as [string, string];
  return { weight: "1", dailySpend, monthlySpend };
}

/** Until when tenants rest is a time of the real clock. */
function withoutTimes(tenants: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tenants).map(([tenant, state]) => [
      tenant,
      Number.isNaN(Number(state)) ? state : "rests",
    ]),
  );
}

/** Real time passes during calls to the real Redis, so waits differ. */
function withoutWait(answer: unknown): unknown {
  return typeof answer === "object" && answer !== null && "waitMs" in answer
    ? { ...answer, waitMs: null }
    : answer;
}
