import type { Generation, GenerationEvent, Status } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { createChangeNotifier } from "./change-notifier.ts";
import { followEvents } from "./follow-events.ts";

const changes = createChangeNotifier();
const never = new AbortController().signal;

function event(id: string, status: Status): GenerationEvent {
  return { id, name: "test-event", at: 0, status, detail: {} };
}

function record(status: Status): Generation {
  return { status } as Generation;
}

/** Returns these answers in order; an error is thrown. */
function script<Value>(answers: (Value | Error)[]): () => Promise<Value> {
  return async () => {
    const answer = answers.shift();
    if (answer === undefined) throw new Error("one read too many");
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

async function read(options: {
  first: GenerationEvent[];
  events?: (GenerationEvent[] | Error)[];
  records?: (Generation | Error)[];
  signal?: AbortSignal;
  seen?: (id: string) => void;
}): Promise<string[]> {
  using watch = changes.watch("a");
  const store = { events: script(options.events ?? []), get: script(options.records ?? []) };
  const ids: string[] = [];
  const reader = { store, watch, id: "a", after: undefined, signal: options.signal ?? never };
  for await (const { id } of followEvents(reader, options.first)) {
    ids.push(id);
    options.seen?.(id);
  }
  return ids;
}

it("ends with the terminal event, without another read", async () => {
  expect(await read({ first: [event("1-0", "queued"), event("2-0", "failed")] })).toEqual([
    "1-0",
    "2-0",
  ]);
});

it("reads once per notification, including one that arrives during a read", async () => {
  const seen = () => changes.notify("a");
  const events = [[event("2-0", "running"), event("3-0", "running")], [event("4-0", "succeeded")]];
  expect(await read({ first: [event("1-0", "queued")], events, seen })).toEqual([
    "1-0",
    "2-0",
    "3-0",
    "4-0",
  ]);
});

it("ends when the signal aborts", async () => {
  const aborted = new AbortController();
  expect(
    await read({
      first: [event("1-0", "queued")],
      signal: aborted.signal,
      seen: () => aborted.abort(),
    }),
  ).toEqual(["1-0"]);
  expect(await read({ first: [], signal: AbortSignal.abort() })).toEqual([]);
});

it("ends when every event of an ended generation has been read", async () => {
  expect(await read({ first: [], records: [record("canceled")], events: [[]] })).toEqual([]);
});

it("yields a terminal event that arrives between the read and the status check", async () => {
  const events = [[event("2-0", "succeeded")]];
  expect(await read({ first: [], records: [record("succeeded")], events })).toEqual(["2-0"]);
});

it("retries while Redis does not answer", async () => {
  const away = () => new Error("Connection is closed.");
  const events = [away(), [event("2-0", "failed")]];
  const seen = () => changes.notify("a");
  expect(await read({ first: [event("1-0", "queued")], events, seen })).toEqual(["1-0", "2-0"]);
});

it("does not retry after any other error", async () => {
  const events = [new Error("the record is not a generation")];
  await expect(
    read({ first: [event("1-0", "queued")], events, seen: () => changes.notify("a") }),
  ).rejects.toThrow("the record is not a generation");
});
