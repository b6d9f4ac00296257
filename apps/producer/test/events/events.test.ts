import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { advance, taskIdOf } from "../fixtures/advance.ts";
import { readEvents } from "../fixtures/event-reader.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";
import { ADMIN, adminOf } from "../fixtures/tenants.ts";

const HISTORY = [
  "generation-accepted",
  "attempt-begun",
  "task-created",
  "task-succeeded",
  "files-archived",
  "generation",
];

function streamOf(producer: RunningProducer, id: string, lastEventId?: string) {
  return readEvents(`${producer.url}/v1/generations/${id}/events`, lastEventId);
}

async function openStreams(producer: RunningProducer): Promise<number> {
  const metrics = await (await producer.get("/metrics")).text();
  return Number(/^dashqueue_event_streams (\d+)$/m.exec(metrics)?.[1]);
}

it("sends every transition as it happens, and ends after the last", async () => {
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
  await advance(producer.store, id, "submitting");
  expect(await stream.next()).toMatchObject({
    event: "attempt-begun",
    data: { status: "submitting", attempt: 1 },
  });
  await advance(producer.store, id, "running");
  const created = await stream.next();
  expect(created).toMatchObject({
    event: "task-created",
    data: { status: "running", task_id: taskIdOf(id) },
  });
  expect(new Date(created?.data.at ?? "").toISOString()).toBe(created?.data.at);
  await advance(producer.store, id, "succeeded");
  const [archiving, succeeded, record] = await stream.rest();
  expect([archiving?.data.status, succeeded?.data.status]).toEqual(["archiving", "succeeded"]);
  const read = await producer.get(`/v1/generations/${id}`);
  expect(record?.data).toEqual({ event: "generation", generation: await read.json() });
});

it("sends the whole history of an ended generation in order", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await advance(producer.store, id, "succeeded");
  await using stream = await streamOf(producer, id);
  expect((await stream.rest()).map(({ event }) => event)).toEqual(HISTORY);
});

it("resumes after any event", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await advance(producer.store, id, "succeeded");
  await using stream = await streamOf(producer, id);
  const events = await stream.rest();
  // The last event comes with the id of the one before it, so that the record follows it again.
  for (const [place, event] of events.slice(0, -2).entries()) {
    await using resumed = await streamOf(producer, id, event.id);
    expect((await resumed.rest()).map(({ data }) => data)).toEqual(
      events.slice(place + 1).map(({ data }) => data),
    );
  }
  await using over = await streamOf(producer, id, events.at(-1)?.id);
  expect(over.status).toBe(204);
});

it("can be read without knowing the names of the events", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await advance(producer.store, id, "succeeded");
  const url = `${producer.url}/v1/generations/${id}/events`;
  await using stream = await readEvents(`${url}?event_names=false`);
  const events = await stream.rest();
  expect(events.map(({ event }) => event)).toEqual(HISTORY.map(() => undefined));
  expect(events.map(({ data }) => data["event"])).toEqual(HISTORY);
  expect((await fetch(`${url}?event_names=no`)).status).toBe(400);
});

it("rejects an invalid Last-Event-ID and an unknown generation", async () => {
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

it("ends a stream that resumes beyond the last event", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await using stream = await streamOf(producer, id, "999999999999999-0");
  expect(stream.status).toBe(200);
  await advance(producer.store, id, "succeeded");
  expect(await stream.rest()).toEqual([]);
});

it("sends each of many readers the complete history of its own generation", async () => {
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
  await Promise.all(ids.map((id) => advance(producer.store, id, "succeeded")));
  for (const history of await Promise.all(readers)) expect(history).toEqual(HISTORY);
  expect(await waitFor(async () => (await openStreams(producer)) === 0)).toBe(true);
  // The duration of a stream is not the latency of a request.
  expect(await (await producer.get("/metrics")).text()).not.toContain(
    'route="/v1/generations/:id/events"',
  );
});

it("sends heartbeats, and closes the stream when its reader disconnects", async () => {
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

it.each([
  ["its key is deleted", "DELETE", (key: string) => `/films/keys/${key}`],
  ["its tenant is disabled", "POST", () => "/films/disable"],
] as const)("ends the stream of a caller once %s", async (_, method, pathOf) => {
  let now = Date.now();
  const settings = { heartbeatMs: 10, adminTokens: [ADMIN], now: () => now };
  await using producer = await startProducer(settings);
  const admin = adminOf(producer);
  const headers = await admin.create("films");
  const { id } = (await (await producer.post(EXAMPLE, headers)).json()) as { id: string };
  const stream = await producer.get(`/v1/generations/${id}/events`, headers);
  const key = headers.authorization.slice("Bearer ".length).slice(0, 11);
  expect((await admin.send(method, pathOf(key))).status).toBeLessThan(300);
  now += 2_000;
  expect(await stream.text()).toContain("generation-accepted");
});

it("ends all streams when the process shuts down", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await using stream = await streamOf(producer, id);
  await stream.next();
  producer.closing.abort();
  expect(await stream.next()).toBeNull();
});

it("answers HEAD without opening a stream", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  const answer = await fetch(`${producer.url}/v1/generations/${id}/events`, { method: "HEAD" });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  expect(await openStreams(producer)).toBe(0);
});
