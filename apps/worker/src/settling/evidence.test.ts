import type { Generation, Uncertain } from "@dashqueue/queue/internal";
import { TASK_RETENTION_MS } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { GENERATIONS, START, WAITS } from "../../test/fixtures/generations.ts";
import { gatherEvidence } from "./evidence.ts";

const { uncertain, submitting } = GENERATIONS;
const sibling = (id: string, image: string, begunAt: number): Uncertain => ({
  ...uncertain,
  id,
  request: { ...uncertain.request, input: { prompt: "a girl", image } },
  attempt: { ...uncertain.attempt, begunAt },
});
const [first, second] = [sibling("gen_1", "1.png", START), sibling("gen_2", "2.png", START + 1)];

const gather = (own: Uncertain, open: readonly Generation[], now = START) =>
  gatherEvidence(own, [], { openAttempts: async () => open, now: () => now, waits: WAITS });

describe("gatherEvidence", () => {
  it("counts identical create requests as interchangeable", async () => {
    const twin = { ...uncertain, id: "gen_02" };
    expect(await gather(uncertain, [uncertain, twin])).toMatchObject({
      uncertainCount: 2,
      areIdentical: true,
      rank: null,
      promptsInFlight: [],
    });
  });

  it("ranks create requests with one prompt and different images by time (G1)", async () => {
    expect(await gather(second, [second, first])).toMatchObject({
      areIdentical: false,
      rank: { index: 1, count: 2 },
    });
    expect(await gather(first, [second, first])).toMatchObject({ rank: { index: 0, count: 2 } });
  });

  it("ranks prompts that the provider shows alike (G1)", async () => {
    const spaced = { ...second, request: { ...second.request, input: { prompt: "a  girl " } } };
    expect(await gather(first, [spaced, first])).toMatchObject({ rank: { index: 0, count: 2 } });
  });

  it("names the prompts of create requests in flight", async () => {
    const silent = { ...submitting, request: { ...submitting.request, input: {} } };
    expect(await gather(uncertain, [uncertain, submitting, silent])).toMatchObject({
      uncertainCount: 1,
      promptsInFlight: ["a girl", null],
    });
  });

  it("does not trust the count once older create requests may have been given up (G1)", async () => {
    const late = START + TASK_RETENTION_MS - 60_000;
    expect(await gather(uncertain, [uncertain], late)).toMatchObject({ areIdentical: false });
  });
});
