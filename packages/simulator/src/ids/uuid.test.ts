import * as fc from "fast-check";
import { expect, test } from "vitest";

import { createUuid } from "./uuid.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("builds version 4 UUIDs from any random numbers", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 0.999_999, noNaN: true }), {
        minLength: 16,
        maxLength: 16,
      }),
      (numbers) => {
        let index = 0;
        expect(createUuid(() => numbers[index++] ?? 0)).toMatch(UUID);
      },
    ),
  );
});
