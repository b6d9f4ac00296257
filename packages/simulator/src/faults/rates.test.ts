import fc from "fast-check";
import { expect, test } from "vitest";

import { operations } from "./fault.ts";
import { createFaultRates, ratesSchema } from "./rates.ts";

const requests = fc.array(fc.constantFrom(...operations), { maxLength: 200 });
const rates = { "lost-answer": 0.3, "query-500": 0.5, "list-lag": 0.1, "answer-502": 0.2 };

test("the same seed and the same requests have the same faults", () => {
  fc.assert(
    fc.property(fc.nat(), requests, (seed, kinds) => {
      const [one, other] = [
        createFaultRates({ rates, seed }),
        createFaultRates({ rates: {}, seed: 0 }),
      ];
      other.set({ rates, seed });
      expect(kinds.map(one.draw)).toEqual(kinds.map(other.draw));
    }),
  );
});

test("come about as often as they should, and only where they can", () => {
  const chance = createFaultRates({ rates, seed: 7 });
  const drawn = Array.from({ length: 10_000 }, () => chance.draw("get")).filter(
    (effect) => effect !== null,
  );
  expect(drawn.length).toBeGreaterThan(4_800);
  expect(drawn.length).toBeLessThan(5_200);
  expect(chance.draw("cancel")).toBeNull();
  chance.clear();
  expect(chance.draw("get")).toBeNull();
});

test.each([{ rates: { nonsense: 1 } }, { rates: { regress: 2 } }, { rates: {}, seed: -1 }])(
  "%j are no rates",
  (wrong) => expect(ratesSchema.safeParse(wrong).success).toBe(false),
);
