import { expect, it } from "vitest";

import { quotaAnswer } from "./quota-answer.ts";

const LIMITS = new Map([
  ["wan2.6-t2v", { submitsPerSecond: 5, maxInFlight: 2, maxQueued: 9 }],
  ["wan2.6-i2v", { submitsPerSecond: 0.5, maxInFlight: 1 }],
  ["happyhorse-1.1-t2v", { submitsPerSecond: 1, maxInFlight: 1 }],
]);
const ask = (query: string) =>
  quotaAnswer([...LIMITS.keys()], new URLSearchParams(query), (id) => LIMITS.get(id)!);
const models = (output: object) => ({ output: expect.objectContaining(output) as object });

it("returns the limits of each model, per second or per minute", () => {
  expect(ask("")).toMatchObject({
    output: {
      total: 3,
      page_no: 1,
      page_size: 20,
      quotas: [
        {
          model: "wan2.6-t2v",
          model_limit: {
            request_limit: 5,
            request_limit_period: 1,
            async_user_concurrency_limit: 2,
            async_user_queue_limit: 9,
          },
          workspace_limit: null,
        },
        {
          model_limit: {
            request_limit: 30,
            request_limit_period: 60,
            async_user_queue_limit: null,
          },
        },
        {},
      ],
    },
  });
});

it("selects by model, by part of a name, and by page", () => {
  expect(ask("model=wan2.6-i2v")).toMatchObject(models({ total: 1 }));
  expect(ask("model=wan2.6")).toMatchObject(models({ total: 0 }));
  expect(ask("name=wan2.6")).toMatchObject(models({ total: 2 }));
  expect(ask("page_no=2&page_size=2")).toMatchObject(
    models({ total: 3, quotas: [expect.objectContaining({ model: "happyhorse-1.1-t2v" })] }),
  );
  expect(ask("page_no=0")).toMatchObject({ status: 400, code: "InvalidParameter" });
});
