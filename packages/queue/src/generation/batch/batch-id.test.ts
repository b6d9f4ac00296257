import { expect, it } from "vitest";

import { BATCH_LIMIT, batchIdOf, generationIdIn, idRangeOf, isBatchId } from "./batch-id.ts";

const BATCH = batchIdOf("01JDBX9Y0Z8Q6W5R4T3V2B1N0M");

it("gives the generations of a batch ids in the order of their lines", () => {
  const ids = Array.from({ length: BATCH_LIMIT }, (_, index) => generationIdIn(BATCH, index));
  expect(ids.slice(0, 2)).toEqual([
    "gen_01JDBX9Y0Z8Q6W5R4T3V2B1000",
    "gen_01JDBX9Y0Z8Q6W5R4T3V2B1001",
  ]);
  expect(ids[32]).toBe("gen_01JDBX9Y0Z8Q6W5R4T3V2B1010");
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(BATCH_LIMIT);
  const [lowest, highest] = idRangeOf(BATCH);
  expect([lowest, ...ids, highest].toSorted()).toEqual([lowest, ...ids, highest]);
});

it("recognizes the id of a batch", () => {
  expect(isBatchId(BATCH)).toBe(true);
  for (const id of ["", "batch_1", BATCH.toLowerCase(), generationIdIn(BATCH, 0), `${BATCH}0`])
    expect(isBatchId(id)).toBe(false);
});
