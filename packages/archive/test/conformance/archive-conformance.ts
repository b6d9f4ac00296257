import { createHash } from "node:crypto";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

import { beforeEach, describe, expect, it } from "vitest";

import type { Archive } from "../../src/archive.ts";

const VIDEO = { contentType: "video/mp4" };
const KEY = "gen_1/video.mp4";

/** The tests that every archive has to pass. Each opens an empty archive. */
export function describeArchive(name: string, open: () => Promise<Archive>): void {
  let archive: Archive;
  beforeEach(async () => void (archive = await open()));
  const put = (key: string, text: string) => archive.write(key, Readable.from([text]), VIDEO);
  const get = async (key: string, range?: { from: number; to: number }) => {
    const opened = await archive.open(key, { range });
    return opened && (await buffer(opened.stream)).toString();
  };
  const keys = async (prefix: string, after?: string) =>
    (await Array.fromAsync(archive.list(prefix, { after }))).map(({ key }) => key);

  describe(`${name}: write`, () => {
    it.each([0, 1, 300_000, 9 * 1024 * 1024])(
      "stores %i bytes and returns their size and sha256 (G6)",
      async (length) => {
        const bytes = Buffer.alloc(length, "x");
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        const chunks = Array.from({ length: Math.ceil(length / 65_536) }, (_, index) =>
          bytes.subarray(index * 65_536, (index + 1) * 65_536),
        );
        const stream = Readable.from(chunks, { objectMode: false });
        expect(await archive.write(KEY, stream, VIDEO)).toEqual({ bytes: length, sha256 });
        const opened = await archive.open(KEY);
        expect(opened?.bytes).toBe(length);
        expect((await buffer(opened!.stream)).equals(bytes)).toBe(true);
        expect(await archive.stat(KEY)).toMatchObject({ bytes: length });
        expect([null, sha256]).toContain((await archive.stat(KEY))?.sha256);
      },
    );

    it("shows nothing before the whole object is stored", async () => {
      const stream = new PassThrough();
      stream.write("half");
      const written = archive.write(KEY, stream, VIDEO);
      expect(await archive.stat(KEY)).toBeNull();
      expect(await keys("")).toEqual([]);
      stream.end();
      await written;
      expect(await keys("")).toEqual([KEY]);
    });

    it.each([4, 9 * 1024 * 1024])(
      "keeps the earlier object when a stream fails after %i bytes, and replaces it later",
      async (length) => {
        await put(KEY, "first");
        const broken = Readable.from(failing(length), { objectMode: false });
        await expect(archive.write(KEY, broken, VIDEO)).rejects.toThrow("connection lost");
        expect(await get(KEY)).toBe("first");
        await put(KEY, "second");
        expect(await get(KEY)).toBe("second");
        expect(await keys("")).toEqual([KEY]);
      },
    );

    it("fails with the error of a stream that failed before it was read", async () => {
      const broken = new PassThrough();
      broken.destroy(new Error("connection lost"));
      await expect(archive.write(KEY, broken, VIDEO)).rejects.toThrow(/connection lost|premature/i);
      expect(await archive.stat(KEY)).toBeNull();
    });

    it.each([1, 9 * 1024 * 1024])("stops when the signal aborts after %i bytes", async (length) => {
      const controller = new AbortController();
      const { signal } = controller;
      const endless = new PassThrough();
      const written = archive.write(KEY, endless, { ...VIDEO, signal });
      endless.write(Buffer.alloc(length), () => controller.abort());
      await expect(written).rejects.toThrow("abort");
      expect(endless.destroyed).toBe(true);
      expect(await archive.stat(KEY)).toBeNull();
    });

    it("does not begin when the signal has aborted", async () => {
      const options = { ...VIDEO, signal: AbortSignal.abort() };
      await expect(archive.write(KEY, Readable.from(["x"]), options)).rejects.toThrow("abort");
      expect(await archive.stat(KEY)).toBeNull();
    });

    it.each(["", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", ".hidden", "a/.b", "a\\b", "a\0"])(
      "has no place for the key %j",
      async (key) => {
        await expect(async () => put(key, "x")).rejects.toThrow("no place for the key");
        await expect(async () => archive.open(key)).rejects.toThrow("no place for the key");
      },
    );
  });

  describe(`${name}: open and stat`, () => {
    it.each([
      [{ from: 2, to: 4 }, "234"],
      [{ from: 1, to: 1 }, "1"],
      [{ from: 8, to: 100 }, "89"],
    ])("opens the range %j, and returns the size of the whole object", async (range, text) => {
      await put(KEY, "0123456789");
      expect(await get(KEY, range)).toBe(text);
      const opened = await archive.open(KEY, { range });
      expect(opened?.bytes).toBe(10);
      opened?.stream.destroy();
    });

    it("rejects a range behind the end", async () => {
      await put(KEY, "0123456789");
      const error = { name: "ArchiveError", code: "InvalidRange" };
      await expect(get(KEY, { from: 10, to: 11 })).rejects.toMatchObject(error);
    });

    it("returns null where no object is, also above and below one", async () => {
      await put(KEY, "x");
      for (const key of ["gen_1", "gen_1/other", `${KEY}/below`, "gen_2/video.mp4"]) {
        expect(await archive.open(key)).toBeNull();
        expect(await archive.stat(key)).toBeNull();
      }
    });

    it("returns when an object was written", async () => {
      const before = Date.now();
      await put(KEY, "x");
      for (const found of [await archive.stat(KEY), await archive.open(KEY)]) {
        expect(Math.abs((found?.modifiedAt ?? 0) - before)).toBeLessThan(60_000);
        if (found !== null && "stream" in found) found.stream.destroy();
      }
    });
  });

  describe(`${name}: remove and list`, () => {
    it("removes an object, and does nothing where there is none", async () => {
      await put(KEY, "x");
      await put("gen_1/other.mp4", "y");
      await archive.remove(KEY);
      await archive.remove(KEY);
      await archive.remove("gen_9/none");
      expect(await archive.stat(KEY)).toBeNull();
      expect(await keys("")).toEqual(["gen_1/other.mp4"]);
    });

    it("lists in the order of the keys, by prefix, and behind a key", async () => {
      expect(await keys("")).toEqual([]);
      const sorted = ["a/1", "a/10", "a/2/x", "b/1"];
      for (const key of sorted.toReversed()) await put(key, key);
      expect(await keys("")).toEqual(sorted);
      expect(await keys("a/")).toEqual(["a/1", "a/10", "a/2/x"]);
      expect(await keys("a/1")).toEqual(["a/1", "a/10"]);
      expect(await keys("c/")).toEqual([]);
      for (const [index, key] of sorted.entries())
        expect(await keys("", key)).toEqual(sorted.slice(index + 1));
      expect(await keys("a/", "a/10")).toEqual(["a/2/x"]);
      const [first] = await Array.fromAsync(archive.list("a/"));
      expect(first).toMatchObject({ key: "a/1", bytes: 3 });
    });
  });

  describe(`${name}: probe and sweep`, () => {
    it("probes without leaving anything", async () => {
      const space = await archive.probe();
      if (space !== null) expect(space.totalBytes).toBeGreaterThanOrEqual(space.freeBytes);
      expect(await keys("")).toEqual([]);
    });

    it("sweeps no object", async () => {
      await put(KEY, "x");
      await archive.sweep(Date.now() + 60_000);
      expect(await keys("")).toEqual([KEY]);
    });
  });
}

async function* failing(length: number): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < length; sent += 65_536)
    yield Buffer.alloc(Math.min(65_536, length - sent));
  throw new Error("connection lost");
}
