import { describe, expect, it } from "vitest";

import type { Progress } from "../src/index.ts";
import { createDashqueueClient } from "../src/index.ts";
import { cut, json, startServer, stream } from "./fixtures/start-server.ts";

const STEP =
  'id: 0-1\ndata: {"event":"task-created","status":"running","at":"2026-11-27T12:00:00.000Z"}';
const ENDED = { id: "gen_1", status: "succeeded" };
const RECORD = `id: 0-2\ndata: ${JSON.stringify({ event: "generation", generation: ENDED })}`;

const clientOf = ({ url }: { readonly url: string }) => createDashqueueClient({ url });

describe("events", () => {
  it("resume where the connection was lost, and end with the record", async () => {
    await using server = await startServer(stream([STEP]), cut, stream([RECORD], { holds: true }));
    const events = await Array.fromAsync(clientOf(server).events("gen_1"));
    expect(events).toMatchObject([
      { id: "0-1", event: "task-created" },
      { id: "0-2", event: "generation", generation: ENDED },
    ]);
    const positions = server.received.map(({ headers }) => headers["last-event-id"]);
    expect(positions).toEqual([undefined, "0-1", "0-1"]);
    expect(server.received[0]?.path).toBe("/v1/generations/gen_1/events?event_names=false");
  });

  it("are nothing if the reader has them all", async () => {
    await using server = await startServer((response) => response.writeHead(204).end());
    const events = await Array.fromAsync(clientOf(server).events("gen_1", { after: "0-2" }));
    expect(events).toEqual([]);
    expect(server.received[0]?.headers["last-event-id"]).toBe("0-2");
  });

  it("are read on a new connection when one falls silent", async () => {
    await using server = await startServer(stream([STEP], { holds: true }), stream([RECORD]));
    const events = await Array.fromAsync(clientOf(server).events("gen_1", { silenceMs: 200 }));
    expect(events).toHaveLength(2);
  });

  it("end with the reason of the signal", async () => {
    await using server = await startServer(stream([STEP], { holds: true }));
    const controller = new AbortController();
    const reason = new Error("the user left");
    const reading = (async () => {
      for await (const _ of clientOf(server).events("gen_1", { signal: controller.signal }))
        controller.abort(reason);
    })();
    await expect(reading).rejects.toBe(reason);
  });
});

describe("wait", () => {
  it("returns the record that ends the stream, and reports each step", async () => {
    await using server = await startServer(stream([STEP, RECORD]));
    const steps: Progress[] = [];
    const onProgress = (progress: Progress) => void steps.push(progress);
    expect(await clientOf(server).wait("gen_1", { onProgress })).toEqual(ENDED);
    expect(steps).toMatchObject([{ status: "running", event: { event: "task-created" } }]);
  });

  it("asks for the record if there are no events any more", async () => {
    await using server = await startServer(
      (response) => response.writeHead(204).end(),
      json(200, ENDED),
    );
    expect(await clientOf(server).wait("gen_1")).toEqual(ENDED);
  });

  it("asks for the status where a proxy holds the events back", async () => {
    await using server = await startServer(
      stream([], { holds: true }),
      json(200, { id: "gen_1", status: "running" }),
      json(200, ENDED),
    );
    const seen: string[] = [];
    const ended = await clientOf(server).wait("gen_1", {
      silenceMs: 200,
      pollMs: 10,
      onProgress: ({ status }) => void seen.push(status),
    });
    expect(ended).toEqual(ENDED);
    expect(seen).toEqual(["running"]);
  });

  it("rejects for an unknown generation", async () => {
    await using server = await startServer(json(404, { detail: "There is no such generation." }));
    await expect(clientOf(server).wait("gen_9")).rejects.toMatchObject({ status: 404 });
    expect(server.received).toHaveLength(1);
  });
});

it("submits and waits", async () => {
  await using server = await startServer(
    json(202, { id: "gen_1", status: "queued" }),
    stream([STEP, RECORD]),
  );
  const submission = { model: "wan2.6-t2v", input: { prompt: "Rain" } };
  const options = { idempotencyKey: "order-1" };
  expect(await clientOf(server).submitAndWait(submission, options)).toEqual(ENDED);
  expect(server.received[0]?.headers["idempotency-key"]).toBe("order-1");
});
