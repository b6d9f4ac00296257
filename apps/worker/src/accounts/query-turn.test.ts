import { describe, expect, it } from "vitest";

import { createTurnReservations, queryIntervalMs, takeQueryTurn } from "./query-turn.ts";

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

const INTERVAL_MS = 50;

describe("createTurnReservations", () => {
  function reservations(answers: readonly (number | Error)[]) {
    const reserved: [account: string, turns: number][] = [];
    const next = createTurnReservations(async (account, turns) => {
      reserved.push([account, turns]);
      const answer = answers[reserved.length - 1] ?? 0;
      if (answer instanceof Error) throw answer;
      return answer;
    }, INTERVAL_MS);
    return { reserved, next };
  }

  it("reserves together the turns that are requested while another call runs, each a different one (G8)", async () => {
    const { reserved, next } = reservations([10, 70]);
    const turns = await Promise.all([next("a"), next("a"), next("a"), next("a")]);
    expect(turns).toEqual([10, 70, 120, 170]);
    expect(reserved).toEqual([
      ["a", 1],
      ["a", 3],
    ]);
    expect(await next("a")).toBe(0);
  });

  it("reserves at once for another account", async () => {
    const { reserved, next } = reservations([1, 2]);
    expect(await Promise.all([next("a"), next("b")])).toEqual([1, 2]);
    expect(reserved).toEqual([
      ["a", 1],
      ["b", 1],
    ]);
  });

  it("fails those who wait, and no later ones, if Redis does not answer", async () => {
    const { next } = reservations([5, new Error("away"), 7]);
    const turns = await Promise.allSettled([next("a"), next("a"), next("a")]);
    expect(turns.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(await next("a")).toBe(7);
  });
});
