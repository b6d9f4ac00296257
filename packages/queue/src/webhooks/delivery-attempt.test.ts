import { expect, it } from "vitest";

import type { DeliveryAttempt } from "./delivery-attempt.ts";
import { attemptTail, readAttempt, withNextAt } from "./delivery-attempt.ts";

const refused: DeliveryAttempt = {
  n: 3,
  at: 1_000,
  revision: null,
  event: "failed",
  status: 500,
  error: "the receiver answered 500",
  latencyMs: 12.5,
  nextAt: 9_000,
};
const accepted: DeliveryAttempt = {
  ...refused,
  revision: 4,
  event: "running",
  status: 204,
  error: null,
  nextAt: null,
};

it.each([refused, accepted])("reads the attempt that it writes", (attempt) => {
  expect(readAttempt(`[${attempt.n},${attemptTail(attempt)}`)).toEqual(attempt);
});

it("takes little space, because every generation with a webhook has one", () => {
  expect(attemptTail(accepted).length).toBeLessThan(60);
});

it("tells when the next attempt is due beside the latest one of each message only", () => {
  const attempts = [refused, { ...accepted, n: 4 }, { ...refused, n: 5 }];
  const nextAtOf = (revision: number | null) => (revision === null ? 30_000 : null);
  expect(withNextAt(attempts, nextAtOf).map(({ nextAt }) => nextAt)).toEqual([null, null, 30_000]);
});
