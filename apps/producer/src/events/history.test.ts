import type { Generation, GenerationEvent, Status } from "@dashqueue/queue/internal";
import { expect, test } from "vitest";

import { createBells } from "./bells.ts";
import { eventsOf } from "./history.ts";

const bells = createBells();
const never = new AbortController().signal;

function event(id: string, status: Status): GenerationEvent {
  return { id, name: "test-event", at: 0, status, detail: {} };
}

function record(status: Status): Generation {
  return { status } as Generation;
}

/** Answers in this order; an error is thrown. */
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
  using watch = bells.watch("a");
  const store = { events: script(options.events ?? []), get: script(options.records ?? []) };
  const ids: string[] = [];
  const reader = { store, watch, id: "a", after: undefined, signal: options.signal ?? never };
  for await (const { id } of eventsOf(reader, options.first)) {
    ids.push(id);
    options.seen?.(id);
  }
  return ids;
}

test("ends with the terminal event, without another read", async () => {
  expect(await read({ first: [event("1-0", "queued"), event("2-0", "failed")] })).toEqual([
    "1-0",
    "2-0",
  ]);
});

test("reads once for each ring, also for one that came while it read", async () => {
  const seen = () => bells.ring("a");
  const events = [[event("2-0", "running"), event("3-0", "running")], [event("4-0", "succeeded")]];
  expect(await read({ first: [event("1-0", "queued")], events, seen })).toEqual([
    "1-0",
    "2-0",
    "3-0",
    "4-0",
  ]);
});

test("ends when the signal aborts", async () => {
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

test("ends when it is over and all was read", async () => {
  expect(await read({ first: [], records: [record("canceled")], events: [[]] })).toEqual([]);
});

test("does not miss the end that came between a read and the question whether it is over", async () => {
  const events = [[event("2-0", "succeeded")]];
  expect(await read({ first: [], records: [record("succeeded")], events })).toEqual(["2-0"]);
});

test("waits while Redis is away", async () => {
  const away = () => new Error("Connection is closed.");
  const events = [away(), [event("2-0", "failed")]];
  const seen = () => bells.ring("a");
  expect(await read({ first: [event("1-0", "queued")], events, seen })).toEqual(["1-0", "2-0"]);
});

test("does not wait out a bug", async () => {
  const events = [new Error("the record is not a generation")];
  await expect(
    read({ first: [event("1-0", "queued")], events, seen: () => bells.ring("a") }),
  ).rejects.toThrow("the record is not a generation");
});
