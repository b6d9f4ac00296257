import { describe, expect, it } from "vitest";

import { takeQueryTurn } from "./query-turn.ts";

const never = new AbortController().signal;

describe("takeQueryTurn", () => {
  it("takes the first turn that it is awake for", async () => {
    // The clock jumps a second while it waits for the first turn, as when the event loop was blocked.
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

  it("does not ask when the process closes", async () => {
    const reserve = () => Promise.reject(new Error("asked"));
    const turn = takeQueryTurn({ reserve, now: () => 0 }, AbortSignal.abort());
    await expect(turn).resolves.toBeUndefined();
  });
});
