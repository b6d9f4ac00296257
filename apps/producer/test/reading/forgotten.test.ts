import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";

import { recordPlace } from "@dashqueue/queue/internal";
import { afterAll, beforeAll, expect, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import { readEvents } from "../fixtures/event-reader.ts";
import { keepArchived } from "../fixtures/keep-archived.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

let producer: RunningProducer;
let place: string;
/** What the producer answers while Redis has the record. */
let before: { view: unknown; task: unknown; events: unknown[] };

beforeAll(async () => {
  producer = await startProducer();
  const { id } = await producer.accept({ metadata: { film: "7" } });
  await advance(producer.store, id, "succeeded");
  place = `/v1/generations/${id}`;
  await keepArchived(producer, id, "0123456789");
  before = await answers(id);
  await producer.store.forget(id);
});

afterAll(() => producer[Symbol.asyncDispose]());

async function answers(id: string) {
  await using stream = await readEvents(`${producer.url}/v1/generations/${id}/events`);
  const events = await stream.rest();
  const task: unknown = await (await producer.get(`/api/v1/tasks/${id}`)).json();
  return { view: await (await producer.get(`/v1/generations/${id}`)).json(), task, events };
}

it("answers from the archive as before, once Redis has forgotten a generation", async () => {
  const id = path.basename(place);
  expect(await producer.store.get(id)).toBeNull();
  const { task, ...after } = await answers(id);
  expect(after).toEqual({ view: before.view, events: before.events });
  expect(after.view).toMatchObject({ status: "succeeded", metadata: { film: "7" } });
  expect(task).toMatchObject({ output: { task_id: id, task_status: "SUCCEEDED" } });
  const file = await producer.get(`${place}/files/video.mp4`);
  expect([file.status, await file.text()]).toEqual([200, "0123456789"]);
  expect((await producer.get(`${place}/files/generation.json`)).status).toBe(404);
});

it("resumes its events, and ends for a reader that has them all", async () => {
  const ids = before.events.map((event) => (event as { id: string }).id);
  // The last event has no id of its own: the record that follows it has.
  await using stream = await readEvents(`${producer.url}${place}/events`, ids.at(-3));
  expect((await stream.rest()).map(({ id }) => id)).toEqual(ids.slice(-2));
  const last = await producer.get(`${place}/events`, { "Last-Event-ID": ids.at(-1) ?? "" });
  expect(last.status).toBe(204);
});

it("returns it unchanged to a caller that cancels it", async () => {
  const canceled = await producer.cancel(path.basename(place));
  expect([canceled.status, await canceled.json()]).toEqual([200, before.view]);
});

it.each(["gen_01JDA0000000000000000000ZZ", "gen_1", "days", "%2e%2e%2fsecret", "uploads"])(
  "answers 404 for %s",
  async (id) => {
    const found = ["", "/events", "/files/generation.json"].map((of) =>
      producer.get(`/v1/generations/${id}${of}`),
    );
    expect((await Promise.all(found)).map(({ status }) => status)).toEqual([404, 404, 404]);
  },
);

it("names the file that it cannot read in the log, and nothing of it in the answer", async () => {
  const { id } = await producer.accept();
  await producer.cancel(id);
  await producer.store.forget(id);
  await mkdir(path.join(producer.archiveFolder, id));
  await writeFile(path.join(producer.archiveFolder, recordPlace(id)), '{"s3cr3t": 1');
  const answer = await producer.get(`/v1/generations/${id}`);
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("s3cr3t");
  expect(producer.log.join()).toContain(recordPlace(id));
});

it("answers 503 while the archive cannot be read", async () => {
  const id = "gen_01KAQ3XW8J5T6V9E2YB7N4M1RC";
  const record = path.join(producer.archiveFolder, recordPlace(id));
  await mkdir(path.dirname(record));
  // No file system follows it.
  await symlink(record, record);
  const answer = await producer.get(`/v1/generations/${id}`);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await answer.json()).toMatchObject({
    detail: expect.stringContaining("archive") as string,
  });
});
