import type { GenerationView } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import { problemOf } from "../fixtures/problem.ts";
import { startProducer } from "../fixtures/running-producer.ts";

it("answers 404 for an unknown generation and an unknown path", async () => {
  await using producer = await startProducer();
  for (const path of [
    "/v1/generations/gen_unknown",
    "/v1/generations/..%2f",
    "/v1/nothing",
    "/nothing",
  ]) {
    expect((await problemOf(await producer.get(path))).status).toBe(404);
  }
  expect((await problemOf(await producer.cancel("gen_unknown"))).status).toBe(404);
});

it("lists the newest first, by page and by filter", async () => {
  await using producer = await startProducer();
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) ids.unshift((await producer.accept()).id);
  await advance(producer.store, ids[1]!, "running");

  type Page = { data: GenerationView[]; next_cursor: string | null };
  const list = async (query: string) =>
    (await (await producer.get(`/v1/generations${query}`)).json()) as Page;
  const seen: string[] = [];
  let cursor: string | null = "";
  for (let pages = 0; cursor !== null; pages += 1) {
    const page: Page = await list(`?limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.next_cursor;
    expect(pages).toBeLessThan(3);
  }
  expect(seen).toEqual(ids);
  expect((await list("?status=running")).data.map(({ id }) => id)).toEqual([ids[1]]);
  expect((await list("?status=queued&model=wan2.1-vace-plus")).data).toHaveLength(4);
  expect((await list("?status=queued,running")).data.map(({ id }) => id)).toEqual(ids);
  const some = await list("?status=running&status=queued&limit=2");
  expect(some.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  expect((await list("?status=failed,running")).data.map(({ id }) => id)).toEqual([ids[1]]);
  expect(await list("?model=unknown")).toEqual({ data: [], next_cursor: null });
  expect((await list("?limit=5")).next_cursor).toBeNull();
});

it("names every invalid parameter of a list", async () => {
  await using producer = await startProducer();
  const { errors } = await problemOf(
    await producer.get("/v1/generations?status=done&limit=0&cursor=x&page=2&model="),
  );
  expect((errors ?? []).map(({ path }) => path).sort()).toEqual([
    "cursor",
    "limit",
    "model",
    "page",
    "status",
  ]);
});
