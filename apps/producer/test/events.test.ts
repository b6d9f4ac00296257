import { waitFor } from "@dashqueue/testing";
import { expect, test } from "vitest";

import { readEvents } from "./event-reader.ts";
import { bring, startProducer, taskIdOf, type RunningProducer } from "./running-producer.ts";

const HISTORY = [
  "generation-accepted",
  "attempt-begun",
  "task-created",
  "task-succeeded",
  "files-archived",
];

function streamOf(producer: RunningProducer, id: string, lastEventId?: string) {
  return readEvents(`${producer.url}/v1/generations/${id}/events`, lastEventId);
}

async function openStreams(producer: RunningProducer): Promise<number> {
  const metrics = await (await producer.get("/metrics")).text();
  return Number(/^dashqueue_event_streams (\d+)$/m.exec(metrics)?.[1]);
}

test("tells every transition as it happens, and ends at the last", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await using stream = await streamOf(producer, id);
  expect(stream.status).toBe(200);
  expect(stream.headers.get("content-type")).toBe("text/event-stream");
  expect(stream.headers.get("cache-control")).toBe("no-cache");
  expect(await stream.next()).toMatchObject({
    event: "generation-accepted",
    data: { status: "queued" },
  });
  await bring(producer.store, id, "submitting");
  expect(await stream.next()).toMatchObject({
    event: "attempt-begun",
    data: { status: "submitting", attempt: 1 },
  });
  await bring(producer.store, id, "running");
  const created = await stream.next();
  expect(created).toMatchObject({
    event: "task-created",
    data: { status: "running", task_id: taskIdOf(id) },
  });
  expect(new Date(created?.data.at ?? "").toISOString()).toBe(created?.data.at);
  await bring(producer.store, id, "succeeded");
  expect((await stream.rest()).map(({ data }) => data.status)).toEqual(["archiving", "succeeded"]);
});

test("tells the whole history of what is over, in order", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await bring(producer.store, id, "succeeded");
  await using stream = await streamOf(producer, id);
  expect((await stream.rest()).map(({ event }) => event)).toEqual(HISTORY);
});

test("resumes after the last event that was read, from every place", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await bring(producer.store, id, "succeeded");
  await using stream = await streamOf(producer, id);
  const events = await stream.rest();
  for (const [place, event] of events.slice(0, -1).entries()) {
    await using resumed = await streamOf(producer, id, event.id);
    expect(await resumed.rest()).toEqual(events.slice(place + 1));
  }
  await using over = await streamOf(producer, id, events.at(-1)?.id);
  expect(over.status).toBe(204);
});

test("refuses what is not the id of an event, and an unknown generation", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  for (const [generation, lastEventId, status] of [
    [id, "yesterday", 400],
    [id, "99999999999999999999-0", 400],
    ["gen_unknown", undefined, 404],
  ] as const) {
    const answer = await fetch(`${producer.url}/v1/generations/${generation}/events`, {
      headers: lastEventId === undefined ? {} : { "last-event-id": lastEventId },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
  }
});

test("an id beyond the end is told the end, too", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await using stream = await streamOf(producer, id, "999999999999999-0");
  expect(stream.status).toBe(200);
  await bring(producer.store, id, "succeeded");
  expect(await stream.rest()).toEqual([]);
});

test("many readers of many generations each read their own, completely", async () => {
  await using producer = await startProducer();
  const ids = await Promise.all(
    Array.from({ length: 5 }, async () => (await producer.accept()).id),
  );
  const readers = ids.flatMap((id) =>
    Array.from({ length: 4 }, async () => {
      await using stream = await streamOf(producer, id);
      return (await stream.rest()).map(({ event }) => event);
    }),
  );
  await Promise.all(ids.map((id) => bring(producer.store, id, "succeeded")));
  for (const history of await Promise.all(readers)) expect(history).toEqual(HISTORY);
  expect(await waitFor(async () => (await openStreams(producer)) === 0)).toBe(true);
  // How long a stream is open says nothing about how fast the API is.
  expect(await (await producer.get("/metrics")).text()).not.toContain(
    'route="/v1/generations/:id/events"',
  );
});

test("keeps the connection alive, and lets it go with its reader", async () => {
  await using producer = await startProducer({ heartbeatMs: 10 });
  const { id } = await producer.accept();
  const stream = await streamOf(producer, id);
  await stream.next();
  void stream.next().catch(() => {});
  await waitFor(() => stream.comments() >= 3);
  expect(await openStreams(producer)).toBe(1);
  await stream[Symbol.asyncDispose]();
  await waitFor(async () => (await openStreams(producer)) === 0);
});

test("ends all streams when the process ends", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await using stream = await streamOf(producer, id);
  await stream.next();
  producer.closing.abort();
  expect(await stream.next()).toBeNull();
});

test("HEAD does not stay open", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  const answer = await fetch(`${producer.url}/v1/generations/${id}/events`, { method: "HEAD" });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  expect(await openStreams(producer)).toBe(0);
});
