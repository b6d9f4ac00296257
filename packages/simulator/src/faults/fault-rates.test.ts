import fc from "fast-check";
import { expect, test } from "vitest";

import { OPERATIONS } from "./fault.ts";
import { createFaultRates, ratesSchema } from "./fault-rates.ts";

const requests = fc.array(fc.constantFrom(...OPERATIONS), { maxLength: 200 });
const RATES = { "lost-answer": 0.3, "query-500": 0.5, "list-lag": 0.1, "answer-502": 0.2 };

test("the same seed and the same requests give the same faults", () => {
  fc.assert(
    fc.property(fc.nat(), requests, (seed, kinds) => {
      const [one, other] = [
        createFaultRates({ rates: RATES, seed }),
        createFaultRates({ rates: {}, seed: 0 }),
      ];
      other.set({ rates: RATES, seed });
      expect(kinds.map(one.draw)).toEqual(kinds.map(other.draw));
    }),
  );
});

test("faults occur at their rate, and only on their operations", () => {
  const chance = createFaultRates({ rates: RATES, seed: 7 });
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
  "rejects the rates %j",
  (wrong) => expect(ratesSchema.safeParse(wrong).success).toBe(false),
);
