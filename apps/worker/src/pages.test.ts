import { expect, it } from "vitest";

import { pagesOf } from "./pages.ts";

const IDS = ["e", "d", "c", "b", "a"];
const listOf =
  <Entry extends string | { readonly id: string }>(entries: readonly Entry[]) =>
  async ({ limit, after }: { readonly limit: number; readonly after: string | undefined }) => {
    const ids = entries.map((entry) => (typeof entry === "string" ? entry : entry.id));
    const from = after === undefined ? 0 : ids.indexOf(after) + 1;
    return entries.slice(from, from + limit);
  };

async function read(pages: AsyncIterable<readonly unknown[]>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

it("reads until a page is not full", async () => {
  expect(await read(pagesOf(listOf(IDS), 2))).toEqual([["e", "d"], ["c", "b"], ["a"]]);
  expect(await read(pagesOf(listOf(IDS), 5))).toEqual([IDS, []]);
});

it("continues after the id of the last record", async () => {
  const records = IDS.map((id) => ({ id }));
  expect((await read(pagesOf(listOf(records), 3))).flat()).toEqual(records);
});

it("stops between two pages when the signal aborts", async () => {
  const stop = new AbortController();
  const pages: unknown[] = [];
  for await (const page of pagesOf(listOf(IDS), 2, stop.signal)) {
    pages.push(page);
    stop.abort();
  }
  expect(pages).toEqual([["e", "d"]]);
  expect(await read(pagesOf(listOf(IDS), 2, stop.signal))).toEqual([]);
});
