import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { bring, startProducer, type RunningProducer } from "./running-producer.ts";

let producer: RunningProducer;
let files: string;
let folder: string;

beforeAll(async () => {
  producer = await startProducer();
  const { id } = await producer.accept();
  await bring(producer.store, id, "succeeded");
  folder = path.join(producer.archiveFolder, id);
  await mkdir(folder);
  await writeFile(path.join(folder, "video.mp4"), "0123456789");
  await writeFile(path.join(folder, "unlisted.mp4"), "hidden");
  await writeFile(path.join(producer.archiveFolder, "outside.mp4"), "outside");
  files = `/v1/generations/${id}/files`;
});

afterAll(() => producer[Symbol.asyncDispose]());

const etag = `"${"ab".repeat(32)}"`;

test("sends the archived bytes", async () => {
  const answer = await producer.get(`${files}/video.mp4`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe("0123456789");
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "accept-ranges": "bytes",
    "cache-control": "private, max-age=31536000, immutable",
    "content-disposition": 'inline; filename="video.mp4"',
    "content-length": "10",
    "content-type": "video/mp4",
    etag,
    "x-content-type-options": "nosniff",
  });
});

test("is where the generation says", async () => {
  const generation = (await (await producer.get(files.replace("/files", ""))).json()) as {
    output: { files: { url: string }[] };
  };
  expect(generation.output.files.map(({ url }) => url)).toEqual([`${files}/video.mp4`]);
});

test.each([
  ["bytes=2-4", 206, "234", "bytes 2-4/10"],
  ["bytes=-3", 206, "789", "bytes 7-9/10"],
  ["bytes=8-", 206, "89", "bytes 8-9/10"],
])("sends the range %s", async (range, status, text, contentRange) => {
  const answer = await producer.get(`${files}/video.mp4`, { range });
  expect([answer.status, await answer.text(), answer.headers.get("content-range")]).toEqual([
    status,
    text,
    contentRange,
  ]);
});

test("a range that is not there is 416", async () => {
  const answer = await producer.get(`${files}/video.mp4`, { range: "bytes=10-" });
  expect(answer.status).toBe(416);
  expect(answer.headers.get("content-range")).toBe("bytes */10");
  expect(answer.headers.get("etag")).toBeNull();
  expect(await answer.json()).toMatchObject({ status: 416 });
});

test("answers conditional requests", async () => {
  // fetch would ask for a fresh answer by itself.
  const known = await producer.get(`${files}/video.mp4`, {
    "if-none-match": etag,
    "cache-control": "max-age=0",
  });
  expect([known.status, await known.text()]).toEqual([304, ""]);
  const other = await producer.get(`${files}/video.mp4`, {
    range: "bytes=0-1",
    "if-range": '"other"',
  });
  expect([other.status, await other.text()]).toEqual([200, "0123456789"]);
  const same = await producer.get(`${files}/video.mp4`, { range: "bytes=0-1", "if-range": etag });
  expect([same.status, await same.text()]).toEqual([206, "01"]);
  expect((await producer.get(`${files}/video.mp4`, { "if-match": '"other"' })).status).toBe(412);
});

test("HEAD says how large it is", async () => {
  const answer = await fetch(producer.url + `${files}/video.mp4`, { method: "HEAD" });
  expect([answer.status, answer.headers.get("content-length"), await answer.text()]).toEqual([
    200,
    "10",
    "",
  ]);
});

test.each([
  "unlisted.mp4",
  "..%2Foutside.mp4",
  "%2e%2e%2foutside.mp4",
  "..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
  "%2fetc%2fpasswd",
  "video.mp4%00",
  "video.mp4%2f",
  ".",
  "",
])("nothing but what the record lists: %j is 404", async (name) => {
  const answer = await producer.get(`${files}/${name}`);
  expect(answer.status).toBe(404);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
});

test("a generation that has not succeeded has no files", async () => {
  const { id } = await producer.accept();
  await bring(producer.store, id, "running");
  expect((await producer.get(`/v1/generations/${id}/files/video.mp4`)).status).toBe(404);
  expect((await producer.get("/v1/generations/gen_unknown/files/video.mp4")).status).toBe(404);
});

test("a file that is gone is 404, and an error in the log", async () => {
  await rm(path.join(folder, "video.mp4"));
  const answer = await producer.get(`${files}/video.mp4`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({
    detail: "This file was archived, but is not in the archive any more.",
  });
  expect(answer.headers.get("cache-control")).toBeNull();
  expect(producer.log.join("")).toContain('"event":"file-missing"');
});
