import { expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { storedRecords } from "../../test/fixtures/stored-records.ts";
import { neededUploads } from "./needed-uploads.ts";

const idOf = (index: number) => `upl_01KAQ3XW8J5T6V9E2YB7N4M${String(index).padStart(3, "0")}`;
const { queued, succeeded } = GENERATIONS;
const naming = (index: number, createdAt: number) => ({
  id: `gen_${index}`,
  createdAt,
  request: { ...queued.request, input: { img_url: `upload://${idOf(index)}` } },
});
const HOUR_MS = 60 * 60_000;

it("are those that open generations name which were accepted before, by any clock", async () => {
  const old = Array.from({ length: 450 }, (_, index) => ({ ...queued, ...naming(index, START) }));
  const { store } = storedRecords([
    { ...queued, ...naming(500, START + HOUR_MS) },
    ...old,
    { ...succeeded, ...naming(501, START) },
  ]);
  const needed = await neededUploads(store, START);
  expect([...needed].toSorted()).toEqual(old.map((_, index) => idOf(index)));
});

it("are none if uploads are kept forever", async () => {
  const { store, lists } = storedRecords([{ ...queued, ...naming(1, START) }]);
  expect(await neededUploads(store, null)).toEqual(new Set());
  expect(lists).toEqual([]);
});
