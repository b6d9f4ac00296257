import type { TenantRefusal } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { problemOfRefusal } from "./tenant-refusal.ts";

it.each<
  readonly [TenantRefusal, status: number, words: RegExp, retryAfterSeconds: number | undefined]
>([
  [{ reason: "disabled" }, 403, /is disabled/, undefined],
  [{ reason: "model" }, 403, /may not use this model/, undefined],
  [{ reason: "max_queued", limit: 5 }, 429, /5 queued generations.*max_queued/, 10],
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
