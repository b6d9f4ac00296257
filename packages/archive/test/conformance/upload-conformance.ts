import { createHash, randomBytes, randomUUID } from "node:crypto";
import { Readable } from "node:stream";

import { beforeEach, describe, expect, it } from "vitest";

import type { Archive } from "../../src/archive.ts";
import type { UploadStore } from "../../src/uploads/upload-store.ts";
import { createUploadStore } from "../../src/uploads/upload-store.ts";

const ID = "upl_01KAQ3XW8J5T6V9E2YB7N4M1RC";
const OTHER = "upl_01KAQ3XW8J5T6V9E2YB7N4M1RD";
const DAY_MS = 24 * 60 * 60 * 1000;
const BYTES = randomBytes(200_000);
const NOBODY = new Set<string>();
const png = { contentType: "image/png", extension: "png" };

/** The tests that the upload store has to pass on every archive. Each opens an empty one. */
export function describeUploads(name: string, open: () => Promise<Archive>): void {
  let archive: Archive;
  let aheadMs: number;
  let store: UploadStore;
  beforeEach(async () => {
    archive = await open();
    aheadMs = 0;
    store = createUploadStore({ archive, now: () => Date.now() + aheadMs, newId: randomUUID });
  });
  const add = (id: string, bytes: Buffer, changes: { limit?: number; type?: typeof png | null }) =>
    store.add(id, chunks(bytes), {
      limitBytes: changes.limit ?? bytes.length,
      typeOf: async () => (changes.type === undefined ? png : changes.type),
    });
  const put = (id: string, bytes = BYTES) => add(id, bytes, {});
  const keys = async () => (await Array.fromAsync(archive.list(""))).map(({ key }) => key);

  describe(`uploads in ${name}: add`, () => {
    it("stores the bytes and their record", async () => {
      const sha256 = createHash("sha256").update(BYTES).digest("hex");
      const upload = { id: ID, bytes: BYTES.length, sha256, ...png };
      expect(await put(ID)).toMatchObject({ kind: "added", upload });
      const known = await store.use(ID);
      expect(known).toMatchObject(upload);
      await using file = await store.copy(known!);
      expect(file?.content.type).toBe("image/png");
      expect(Buffer.from(await file!.content.arrayBuffer()).equals(BYTES)).toBe(true);
    });

    it("gives the rules the first bytes", async () => {
      const heads: Buffer[] = [];
      await store.add(ID, chunks(BYTES), {
        limitBytes: BYTES.length,
        async typeOf(head) {
          heads.push(head);
          return png;
        },
      });
      expect(heads).toHaveLength(1);
      expect(heads[0]!.equals(BYTES.subarray(0, 70_000))).toBe(true);
    });

    it("leaves nothing of a file that is too large, of a wrong type or incomplete", async () => {
      expect(await add(ID, BYTES, { limit: BYTES.length - 1 })).toEqual({ kind: "too-large" });
      expect(await add(ID, BYTES, { type: null })).toEqual({ kind: "wrong-type" });
      const broken = store.add(ID, chunks(BYTES, true), {
        limitBytes: BYTES.length,
        typeOf: async () => png,
      });
      await expect(broken).rejects.toThrow("went away");
      expect(await keys()).toEqual([]);
      expect(await store.use(ID)).toBeNull();
    });

    it("keeps the first file of an id, and accepts the same bytes again", async () => {
      const first = await put(ID);
      aheadMs += DAY_MS;
      expect(await put(ID)).toEqual(first);
      expect(await put(ID, randomBytes(10))).toEqual({ kind: "taken" });
      expect(await keys()).toHaveLength(2);
    });

    it("names complete bytes when files come at once", async () => {
      const files = [BYTES, BYTES, randomBytes(10), BYTES, randomBytes(20)];
      await Promise.all(files.map((bytes) => put(ID, bytes)));
      const upload = await store.use(ID);
      await using file = await store.copy(upload!);
      const bytes = Buffer.from(await file!.content.arrayBuffer());
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(upload?.sha256);
    });
  });

  describe(`uploads in ${name}: use`, () => {
    it("reads uploads of the version before, whose bytes are in `file`", async () => {
      const { upload } = (await put(ID)) as Extract<
        Awaited<ReturnType<typeof put>>,
        { kind: "added" }
      >;
      const { file, ...record } = upload;
      await copyTo(`uploads/${ID}/file`, `uploads/${ID}/${file}`);
      await archive.remove(`uploads/${ID}/${file}`);
      await archive.write(`uploads/${ID}/upload.json`, readable(JSON.stringify(record)), {
        contentType: "application/json",
      });
      await using copied = await store.copy((await store.use(ID))!);
      expect(copied?.content.size).toBe(BYTES.length);
    });

    it("forgets a record whose bytes are gone", async () => {
      await put(ID);
      const bytes = (await keys()).find((key) => !key.endsWith(".json"));
      await archive.remove(bytes!);
      expect(await store.copy((await store.use(ID))!)).toBeNull();
      aheadMs += DAY_MS;
      expect(await store.use(ID)).toBeNull();
      expect(await keys()).toEqual([]);
    });
  });

  describe(`uploads in ${name}: sweep`, () => {
    it("does nothing without uploads", async () => {
      await expect(store.sweep(Date.now(), NOBODY)).resolves.toBeUndefined();
    });

    it("removes unused uploads unless they are needed", async () => {
      await put(ID);
      await put(OTHER);
      await store.sweep(null, NOBODY);
      await store.sweep(Date.now() - DAY_MS, NOBODY);
      await store.sweep(Date.now() + DAY_MS, new Set([ID, OTHER]));
      expect(await keys()).toHaveLength(4);
      await store.sweep(Date.now() + DAY_MS, new Set([OTHER]));
      expect(await store.use(ID)).toBeNull();
      expect(await store.use(OTHER)).not.toBeNull();
      expect(await keys()).toHaveLength(2);
    });

    it("renews an upload that is used", async () => {
      await put(ID);
      const [written] = await Array.fromAsync(archive.list(`uploads/${ID}/upload.json`));
      // The times of some storages are whole seconds.
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      await store.use(ID);
      expect((await archive.stat(written!.key))?.modifiedAt).toBe(written?.modifiedAt);
      aheadMs += DAY_MS;
      await store.use(ID);
      expect((await archive.stat(written!.key))?.modifiedAt).toBeGreaterThan(written!.modifiedAt);
    });

    it("removes bytes without a record after a day, and never those in progress", async () => {
      await archive.write(`uploads/${ID}/bytes`, readable("half"), png);
      await store.sweep(Date.now() + DAY_MS, NOBODY);
      expect(await keys()).toHaveLength(1);
      aheadMs += DAY_MS + 60_000;
      await store.sweep(null, NOBODY);
      expect(await keys()).toEqual([]);
    });
  });

  async function copyTo(key: string, from: string): Promise<void> {
    const opened = await archive.open(from);
    await archive.write(key, opened!.stream, png);
  }
}

const readable = (text: string) => Readable.from([text]);

/** Pieces of a stream, each smaller than what a decision needs. */
async function* chunks(bytes: Buffer, fails = false): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 35_000) yield bytes.subarray(at, at + 35_000);
  if (fails) throw new Error("the caller went away");
}
