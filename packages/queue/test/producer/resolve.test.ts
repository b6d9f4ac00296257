import { expect, it } from "vitest";

import type { Generation } from "../../src/generation/generation.ts";
import { resolve } from "../../src/producer/resolve.ts";
import { advance } from "../../src/transitions/advance.ts";
import { SAMPLES, START } from "../fixtures/generations.ts";

it("has a claim checked ever less often, because each check reads the provider's list (G8)", async () => {
  let generation: Generation = SAMPLES.uncertain;
  let now = START;
  const triedAfterMs: number[] = [];
  const ports = {
    now: () => now,
    queues: {
      ensure: async () => {
        triedAfterMs.push(now - START);
      },
    },
    store: {
      get: async () => {
        now += 250;
        return generation;
      },
      change: async (_: unknown, change: Parameters<typeof advance>[1]) => {
        const advanced = advance(generation, change, now);
        if (advanced.kind === "ignored") return { ...advanced, generation };
        ({ generation } = advanced);
        return { kind: "changed" as const, generation };
      },
    },
  };
  const claimed = resolve(ports, generation.id, { created: false }, "ada", { waitMs: 4_250 });
  expect(await claimed).toMatchObject({ kind: "unchecked" });
  expect(triedAfterMs.map((ms) => ms - triedAfterMs[0]!)).toEqual([0, 250, 750, 1_750, 3_750]);
});
