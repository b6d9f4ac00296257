import fc from "fast-check";
import { expect, it } from "vitest";

import { shallowJson } from "../../test/fixtures/any-json.ts";
import { answer, error } from "../../test/fixtures/http-answers.ts";
import { readQuotaAnswer } from "./quota-answer.ts";

const NOW = Date.UTC(2026, 10, 22);
const read = (output: unknown) => readQuotaAnswer(answer(200, { output, request_id: "r" }), NOW);
const limit = (requests: unknown, period: unknown, inFlight: unknown, queued: unknown = 50) => ({
  request_limit: requests,
  request_limit_period: period,
  usage_limit: null,
  async_user_queue_limit: queued,
  async_user_concurrency_limit: inFlight,
});

it("reads the rate and the concurrency of each model", () => {
  const quotas = [
    { model: "wan2.6-t2v", workspace_id: "ws", model_limit: limit(5, 1, 5), workspace_limit: null },
    { model: "a-minute", model_limit: limit(30, 60, "2") },
    { model: "no-period", model_limit: limit(60, null, null) },
    { model: "nothing", model_limit: "unknown" },
    { nothing: true },
  ];
  expect(read({ total: 9, page_no: 1, page_size: 20, quotas })).toEqual({
    kind: "quotas",
    quotas: [
      { model: "wan2.6-t2v", submitsPerSecond: 5, maxInFlight: 5, maxQueued: 50 },
      { model: "a-minute", submitsPerSecond: 0.5, maxInFlight: 2, maxQueued: 50 },
      { model: "no-period", submitsPerSecond: 1, maxInFlight: null, maxQueued: 50 },
      { model: "nothing", submitsPerSecond: null, maxInFlight: null, maxQueued: null },
    ],
    absurd: [],
    rows: 5,
    total: 9,
  });
});

it("takes the smaller limit of account and workspace", () => {
  const quotas = [
    { model: "m", model_limit: limit(5, 1, 5), workspace_limit: limit(120, 60, null) },
    { model: "n", model_limit: limit(5, 1, 5), workspace_limit: limit(9, 1, 1, 2) },
  ];
  expect(read({ quotas })).toMatchObject({
    quotas: [
      { submitsPerSecond: 2, maxInFlight: 5, maxQueued: 50 },
      { submitsPerSecond: 5, maxInFlight: 1, maxQueued: 2 },
    ],
    total: null,
  });
});

it.each([0, -1, 1.5, 1e9, "many", true, {}])("ignores %j in place of a limit", (figure) => {
  expect(
    read({ quotas: [{ model: "m", model_limit: limit(figure, 1, figure, figure) }] }),
  ).toMatchObject({
    quotas: [{ submitsPerSecond: null, maxInFlight: null, maxQueued: null }],
    absurd: ["m request_limit", "m async_user_concurrency_limit", "m async_user_queue_limit"],
  });
});

it("reads a refusal, and an answer without quotas", () => {
  expect(readQuotaAnswer(answer(404, error("NotFound")), NOW)).toMatchObject({
    kind: "refused",
  });
  expect(read({ data: [] })).toMatchObject({
    kind: "unavailable",
    failure: { kind: "unreadable" },
  });
});

it("reads anything as positive limits, or as none", () => {
  const field = fc.constantFrom(
    "request_limit",
    "request_limit_period",
    "async_user_concurrency_limit",
  );
  const figure = fc.oneof(shallowJson, fc.integer());
  const limits = fc.oneof(shallowJson, fc.dictionary(field, figure));
  const row = fc.oneof(shallowJson, fc.record({ model: fc.constant("m"), model_limit: limits }));
  fc.assert(
    fc.property(fc.oneof(shallowJson, fc.array(row)), (quotas) => {
      const given = read({ quotas });
      if (given.kind !== "quotas") return;
      for (const { submitsPerSecond, maxInFlight } of given.quotas) {
        expect(submitsPerSecond === null || submitsPerSecond > 0).toBe(true);
        expect(maxInFlight === null || maxInFlight >= 1).toBe(true);
      }
    }),
  );
});
