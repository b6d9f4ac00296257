import type { GenerationView } from "@dashqueue/queue/internal";
import { waitFor } from "@dashqueue/testing";
import { afterAll, beforeAll, expect, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

let producer: RunningProducer;
beforeAll(async () => void (producer = await startProducer()));
afterAll(() => producer[Symbol.asyncDispose]());

const submit = async (headers: Record<string, string>, signal?: AbortSignal) => {
  const answer = await fetch(`${producer.url}/v1/generations`, {
    method: "POST",
    body: JSON.stringify(EXAMPLE),
    headers: { "content-type": "application/json", ...headers },
    ...(signal === undefined ? {} : { signal }),
  });
  const { status } = answer;
  const applied = answer.headers.get("preference-applied");
  return { status, applied, answer, body: (await answer.json()) as GenerationView };
};

/** Waits until the metric shows this number of held calls. */
const held = (count: number) =>
  waitFor(async () => {
    const text = await (await producer.get("/metrics")).text();
    return text.includes(`\ndashqueue_held_calls ${count}\n`);
  });

it("answers when the generation has ended, even to a repeat, and releases a caller who hangs up", async () => {
  const gone = new AbortController();
  const key = { "idempotency-key": "order-1", prefer: "wait=60" };
  const abandoned = submit(key, gone.signal);
  await held(1);
  gone.abort();
  await expect(abandoned).rejects.toThrow("aborted");
  await held(0);

  const repeats = [submit(key), submit(key)];
  await held(2);
  const [generation] = await producer.store.list({ limit: 2 });
  await advance(producer.store, generation?.id ?? "", "succeeded");
  for (const { status, applied, answer, body } of await Promise.all(repeats)) {
    expect([status, applied, body.id]).toEqual([200, "wait=60", generation?.id]);
    expect(body).toMatchObject({ status: "succeeded", output: { files: [{}] } });
    expect(answer.headers.get("location")).toBe(`/v1/generations/${body.id}`);
    expect(answer.headers.get("idempotent-replayed")).toBe("true");
  }
  await held(0);
});

it("answers 202 when the time has passed", async () => {
  const { status, applied, body } = await submit({ prefer: "wait=1" });
  expect([status, applied, body.status]).toEqual([202, null, "queued"]);
});

it("waits for a regenerated one, too", async () => {
  const { body } = await submit({});
  await advance(producer.store, body.id, "succeeded");
  const path = `${producer.url}/v1/generations/${body.id}/regenerate`;
  const again = fetch(path, { method: "POST", headers: { prefer: "wait=300" } });
  await held(1);
  const [generation] = await producer.store.list({ limit: 1 });
  await producer.cancel(generation?.id ?? "");
  expect(await (await again).json()).toMatchObject({ status: "canceled", regenerates: body.id });
});

it("answers 202 when the producer stops", async () => {
  const stopping = submit({ prefer: "wait=300" });
  await held(1);
  producer.closing.abort();
  expect(await stopping).toMatchObject({ status: 202, body: { status: "queued" } });
});
