import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { UploadStore } from "../src/uploads/upload-store.ts";
import { createUploadStore } from "../src/uploads/upload-store.ts";

const ID = "upl_01KAQ3XW8J5T6V9E2YB7N4M1RC";
const OTHER = "upl_01KAQ3XW8J5T6V9E2YB7N4M1RD";
const START = Date.UTC(2026, 10, 23);
const DAY = 24 * 60 * 60 * 1000;
const BYTES = randomBytes(200_000);
const NOBODY = new Set<string>();

let archive: string;
let clock: number;
let store: UploadStore;
beforeEach(async () => {
  archive = await mkdtemp(path.join(tmpdir(), "dashqueue-uploads-"));
  clock = START;
  store = createUploadStore(archive, () => clock);
});
afterEach(() => rm(archive, { recursive: true }));

async function* chunks(bytes: Buffer, fails = false) {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  if (fails) throw new Error("the caller went away");
}

const png = { contentType: "image/png", extension: "png" };
const add = (id = ID, limitBytes = BYTES.length, type: typeof png | null = png, fails = false) =>
  store.add(id, chunks(BYTES, fails), { limitBytes, typeOf: async () => type });
const left = () => readdir(path.join(archive, "uploads"));

describe("add", () => {
  it("stores the bytes and their record", async () => {
    const sha256 = createHash("sha256").update(BYTES).digest("hex");
    const upload = { id: ID, bytes: BYTES.length, sha256, ...png, createdAt: START };
    expect(await add()).toEqual({ kind: "added", upload });
    expect(await store.use(ID)).toEqual(upload);
    const content = await store.open(upload);
    expect(content.type).toBe("image/png");
    expect(Buffer.from(await content.arrayBuffer()).equals(BYTES)).toBe(true);
  });

  it("leaves nothing of a file that is too large, of a wrong type or incomplete", async () => {
    expect(await add(ID, BYTES.length - 1)).toEqual({ kind: "too-large" });
    expect(await add(ID, BYTES.length, null)).toEqual({ kind: "wrong-type" });
    await expect(add(ID, BYTES.length, png, true)).rejects.toThrow("went away");
    expect(await left()).toEqual([]);
    expect(await store.use(ID)).toBeNull();
  });
});

describe("add, with an id that exists", () => {
  const put = (id: string, bytes: Buffer) =>
    store.add(id, chunks(bytes), { limitBytes: bytes.length, typeOf: async () => png });

  it("keeps the first file, and accepts the same bytes again", async () => {
    const first = await add();
    clock += DAY;
    expect(await put(ID, BYTES)).toEqual(first);
    expect(await put(ID, randomBytes(10))).toEqual({ kind: "taken" });
    expect(await left()).toEqual([ID]);
  });

  it("stores one file when the same bytes come several times at once", async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => put(ID, BYTES)));
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(["added"]));
    expect(await left()).toEqual([ID]);
  });
});

describe("sweep", () => {
  it("does nothing without uploads", async () => {
    await expect(store.sweep(START, NOBODY)).resolves.toBeUndefined();
  });

  it("removes unused uploads unless they are needed", async () => {
    await add(ID);
    await add(OTHER);
    clock += 30 * DAY;
    await store.use(OTHER);
    clock += 1;
    await store.sweep(null, NOBODY);
    await store.sweep(clock - 30 * DAY, new Set([ID]));
    expect(await left()).toEqual([ID, OTHER]);
    await store.sweep(clock - 30 * DAY, NOBODY);
    expect(await left()).toEqual([OTHER]);
    expect(await store.use(ID)).toBeNull();
  });

  it("removes unfinished uploads after a day, and never one in progress", async () => {
    const part = path.join(archive, "uploads", `.${ID}.part`);
    await mkdir(part, { recursive: true });
    await writeFile(path.join(part, "file"), "half");
    await utimes(part, START / 1000, START / 1000);
    clock = START + DAY;
    await store.sweep(null, NOBODY);
    expect(await left()).toHaveLength(1);
    clock += 1;
    await store.sweep(null, NOBODY);
    expect(await left()).toEqual([]);
  });
});
