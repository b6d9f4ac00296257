import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

let producer: RunningProducer;
let files: string;
let folder: string;

beforeAll(async () => {
  producer = await startProducer();
  const { id } = await producer.accept();
  await advance(producer.store, id, "succeeded");
  folder = path.join(producer.archiveFolder, id);
  await mkdir(folder);
  await writeFile(path.join(folder, "video.mp4"), "0123456789");
  await writeFile(path.join(folder, "unlisted.mp4"), "hidden");
  await writeFile(path.join(producer.archiveFolder, "outside.mp4"), "outside");
  files = `/v1/generations/${id}/files`;
});

afterAll(() => producer[Symbol.asyncDispose]());

const etag = `"${"ab".repeat(32)}"`;

it("sends the archived bytes", async () => {
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

it("serves a file at the URL in its generation", async () => {
  const generation = (await (await producer.get(files.replace("/files", ""))).json()) as {
    output: { files: { url: string }[] };
  };
  expect(generation.output.files.map(({ url }) => url)).toEqual([`${files}/video.mp4`]);
});

it.each([
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

it("answers 416 for a range beyond the file", async () => {
  const answer = await producer.get(`${files}/video.mp4`, { range: "bytes=10-" });
  expect(answer.status).toBe(416);
  expect(answer.headers.get("content-range")).toBe("bytes */10");
  expect(answer.headers.get("etag")).toBeNull();
  expect(await answer.json()).toMatchObject({ status: 416 });
});

it("answers conditional requests", async () => {
  // Without `max-age=0`, fetch sends `no-cache`, which disables the 304.
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

it("answers HEAD with the size", async () => {
  const answer = await fetch(producer.url + `${files}/video.mp4`, { method: "HEAD" });
  expect([answer.status, answer.headers.get("content-length"), await answer.text()]).toEqual([
    200,
    "10",
    "",
  ]);
});

it.each([
  "unlisted.mp4",
  "..%2Foutside.mp4",
  "%2e%2e%2foutside.mp4",
  "..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
  "%2fetc%2fpasswd",
  "video.mp4%00",
  "video.mp4%2f",
  ".",
  "",
])("answers 404 for %j, which the record does not list", async (name) => {
  const answer = await producer.get(`${files}/${name}`);
  expect(answer.status).toBe(404);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
});

it("serves no files of a generation that has not succeeded (G6)", async () => {
  const { id } = await producer.accept();
  await advance(producer.store, id, "running");
  expect((await producer.get(`/v1/generations/${id}/files/video.mp4`)).status).toBe(404);
  expect((await producer.get("/v1/generations/gen_unknown/files/video.mp4")).status).toBe(404);
});

it("answers 404 for a file missing from the archive, and logs an error", async () => {
  await rm(path.join(folder, "video.mp4"));
  const answer = await producer.get(`${files}/video.mp4`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({
    detail: "This file was archived, but it is no longer in the archive.",
  });
  expect(answer.headers.get("cache-control")).toBeNull();
  expect(producer.log.join("")).toContain('"event":"file-missing"');
});
