import { readdir } from "node:fs/promises";

import { openArchive } from "@dashqueue/archive";
import { afterAll, beforeAll, expect, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import { keepArchived } from "../fixtures/keep-archived.ts";
import { problemOf } from "../fixtures/problem.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

let producer: RunningProducer;
beforeAll(async () => void (producer = await startProducer()));
afterAll(() => producer[Symbol.asyncDispose]());

const KEY = { "idempotency-key": "order-1" };

const remove = (id: string) => fetch(`${producer.url}/v1/generations/${id}`, { method: "DELETE" });

async function succeeded(headers: Record<string, string> = {}): Promise<string> {
  const { id } = (await (await producer.post(EXAMPLE, headers)).json()) as { id: string };
  await advance(producer.store, id, "succeeded");
  await keepArchived(producer, id, "0123456789");
  return id;
}

async function inArchive(id: string): Promise<string[]> {
  const folder = await readdir(producer.archiveFolder, { recursive: true });
  return folder.filter((name) => name.includes(id));
}

/** What callers can read of a generation. */
async function statuses(id: string): Promise<readonly number[]> {
  const paths = ["", "/events", "/files/video.mp4"].map((part) => `/v1/generations/${id}${part}`);
  return Promise.all(paths.map(async (path) => (await producer.get(path)).status));
}

it("removes an ended generation with its files, and leaves what it cost", async () => {
  const costs = async () => (await producer.get("/v1/costs")).json();
  const id = await succeeded();
  const before = await costs();
  expect(before).toMatchObject({ totals: [{ state: "settled" }] });
  expect((await remove(id)).status).toBe(204);
  expect(await statuses(id)).toEqual([404, 404, 404]);
  expect(await (await producer.get(`/api/v1/tasks/${id}`)).json()).toMatchObject({
    output: { task_status: "UNKNOWN" },
  });
  expect(await inArchive(id)).toEqual([
    expect.stringMatching(/^deleted\/[-\d]{10}\/gen_\w+\.json$/),
  ]);
  expect(await costs()).toEqual(before);
  expect((await remove(id)).status).toBe(204);
});

it("removes a generation that Redis has forgotten", async () => {
  const id = await succeeded();
  await producer.store.forget(id);
  expect((await producer.get(`/v1/generations/${id}`)).status).toBe(200);
  expect((await remove(id)).status).toBe(204);
  expect(await statuses(id)).toEqual([404, 404, 404]);
  expect(await inArchive(id)).toHaveLength(1);
});

it("buys nothing when the request is repeated with its Idempotency-Key (G10)", async () => {
  const id = await succeeded(KEY);
  await remove(id);
  const left = (await producer.store.list({ limit: 99 })).length;
  const repeated = await producer.post(EXAMPLE, KEY);
  expect(await problemOf(repeated)).toMatchObject({
    status: 409,
    detail: `This Idempotency-Key belongs to generation ${id}, which was deleted. Nothing was bought. To buy it again, use a new key.`,
  });
  expect(await producer.store.list({ limit: 99 })).toHaveLength(left);
});

it("refuses to delete an open generation, and says what to do", async () => {
  const { id } = await producer.accept();
  const answer = await remove(id);
  expect(await problemOf(answer)).toMatchObject({
    status: 409,
    detail: expect.stringContaining(`POST /v1/generations/${id}/cancel`) as string,
  });
  await producer.cancel(id);
  expect((await remove(id)).status).toBe(204);
});

it("shows nothing of it when the archive fails in the middle, and goes on with a repeat", async () => {
  const archive = await openArchive({ kind: "folder", folder: producer.archiveFolder });
  let isBroken = true;
  const breaking = {
    ...archive,
    async remove(key: string) {
      if (isBroken && key.endsWith("video.mp4")) throw new Error("Connection is closed.");
      await archive.remove(key);
    },
  };
  const id = await succeeded();
  await using other = await startProducer({ prefix: producer.prefix, archive: breaking });
  const removing = () => fetch(`${other.url}/v1/generations/${id}`, { method: "DELETE" });
  expect((await removing()).status).toBe(503);
  expect(await statuses(id)).toEqual([404, 404, 404]);
  isBroken = false;
  expect((await removing()).status).toBe(204);
  expect(await inArchive(id)).toHaveLength(1);
});

it("answers 404 to an id that was never issued", async () => {
  expect((await remove("gen_01JDA0000000000000000000ZZ")).status).toBe(404);
  expect((await remove("..%2f..")).status).toBe(404);
});
