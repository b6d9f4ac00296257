import * as fc from "fast-check";
import { expect, test } from "vitest";

import { createUuid, publicNumber } from "./identity.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("makes UUIDs of version 4 from any random numbers", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 0.999_999, noNaN: true }), {
        minLength: 16,
        maxLength: 16,
      }),
      (numbers) => {
        let index = 0;
        expect(createUuid(() => numbers[index++] ?? 0)).toMatch(uuid);
      },
    ),
  );
});

test("a name has one number, which does not show it", () => {
  expect(publicNumber("sk-simulator", 6)).toMatch(/^\d{6}$/);
  expect(publicNumber("sk-simulator", 6)).toBe(publicNumber("sk-simulator", 6));
  expect(publicNumber("sk-simulator", 16)).not.toBe(publicNumber("sk-other", 16));
});
