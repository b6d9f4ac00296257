import { describe, expect, it } from "vitest";

import { queryIntervalMs, takeQueryTurn } from "./query-turn.ts";

const never = new AbortController().signal;

it("leaves a fifth of the provider's limit free (G8)", () => {
  expect(queryIntervalMs(20)).toBe(62.5);
});

describe("takeQueryTurn", () => {
  it("reserves a new turn when it misses one (G8)", async () => {
    // The clock jumps by a second during the first wait, as if the event loop were blocked.
    const times = [0, 1_000, 1_000, 1_000];
    let reserved = 0;
    await takeQueryTurn(
      {
        reserve: async () => {
          reserved += 1;
          return 1;
        },
        now: () => times.shift() ?? 1_000,
      },
      never,
    );
    expect(reserved).toBe(2);
  });

  it("reserves no turn when the process closes", async () => {
    const reserve = () => Promise.reject(new Error("asked"));
    const turn = takeQueryTurn({ reserve, now: () => 0 }, AbortSignal.abort());
    await expect(turn).resolves.toBeUndefined();
  });
});
