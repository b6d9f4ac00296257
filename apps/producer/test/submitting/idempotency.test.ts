import type { GenerationView } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { EXAMPLE } from "../fixtures/example.ts";
import { problemOf } from "../fixtures/problem.ts";
import { startProducer } from "../fixtures/running-producer.ts";

const idOf = async (answer: Response) => ((await answer.json()) as GenerationView).id;

it("creates one generation for concurrent requests with the same key", async () => {
  await using producer = await startProducer();
  const headers = { "idempotency-key": "order 7" };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => producer.post(EXAMPLE, headers)),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  const replayed = answers.map(({ headers }) => headers.get("idempotent-replayed"));
  expect(replayed.filter((value) => value !== "true")).toEqual([null]);
  const ids = await Promise.all(answers.map(idOf));
  expect(new Set(ids).size).toBe(1);
  const list = (await (await producer.get("/v1/generations")).json()) as { data: GenerationView[] };
  expect(list.data.map(({ id }) => id)).toEqual([ids[0]]);
});

it("answers 409 if the key belongs to a different request", async () => {
  await using producer = await startProducer();
  const headers = { "idempotency-key": "order 7" };
  const first = await idOf(await producer.post(EXAMPLE, headers));
  const reordered = Object.fromEntries(Object.entries(EXAMPLE).toReversed());
  expect(await idOf(await producer.post(reordered, headers))).toBe(first);
  const conflict = await problemOf(await producer.post({ ...EXAMPLE, priority: 1 }, headers));
  expect(conflict.status).toBe(409);
  expect(conflict.detail).toContain(first);
  expect(
    (await problemOf(await producer.post(EXAMPLE, { "idempotency-key": "x".repeat(256) }))).status,
  ).toBe(400);
});

it("gives each caller a key space of its own", async () => {
  await using producer = await startProducer({ tokens: ["one", "two"] });
  const post = async (token: string) => {
    const authorization = `Bearer ${token}`;
    return idOf(await producer.post(EXAMPLE, { "idempotency-key": "same", authorization }));
  };
  expect(await post("one")).not.toBe(await post("two"));
  expect(await post("two")).toBe(await post("two"));
});
