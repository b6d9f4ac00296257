import type { TenantRefusal } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { problemOfRefusal } from "./tenant-refusal.ts";

it.each<
  readonly [TenantRefusal, status: number, words: RegExp, retryAfterSeconds: number | undefined]
>([
  [{ reason: "disabled" }, 403, /is disabled/, undefined],
  [{ reason: "model", model: "wan2.6-t2v" }, 403, /may not use the model wan2.6-t2v/, undefined],
  [{ reason: "max_queued", limit: 5 }, 429, /5 queued generations.*max_queued/, 10],
  [{ reason: "max_queued", limit: 0 }, 429, /max_queued of your tenant is 0/, 10],
  [
    { reason: "submits_per_minute", limit: 60, resetMs: 1_001 },
    429,
    /60 generations within a minute.*submits_per_minute.*resets in 2 s/,
    2,
  ],
])("answers %j with %d", (refusal, status, words, retryAfterSeconds) => {
  const problem = problemOfRefusal(refusal);
  expect(problem).toMatchObject({ status, detail: expect.stringMatching(words) });
  expect(problem.retryAfterSeconds).toBe(retryAfterSeconds);
});

it.each<
  readonly [TenantRefusal, status: number, words: RegExp, retryAfterSeconds: number | undefined]
>([
  [{ reason: "max_queued", limit: 2 }, 400, /has 3 generations.* is 2\..*Split/, undefined],
  [{ reason: "max_queued", limit: 3 }, 429, /exceed its limit max_queued of 3/, 10],
  [
    { reason: "submits_per_minute", limit: 2, resetMs: 1 },
    400,
    /submits_per_minute.* is 2\..*Split/,
    undefined,
  ],
  [{ reason: "submits_per_minute", limit: 3, resetMs: 1_001 }, 429, /resets in 2 s/, 2],
  [{ reason: "disabled" }, 403, /is disabled/, undefined],
])("answers a batch of three and %j with %d", (refusal, status, words, retryAfterSeconds) => {
  const problem = problemOfRefusal(refusal, 3);
  expect(problem).toMatchObject({ status, detail: expect.stringMatching(words) });
  expect(problem.retryAfterSeconds).toBe(retryAfterSeconds);
});
