import { createHash, randomUUID } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough, Readable } from "node:stream";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createFileArchive } from "../src/archiving/file-archive.ts";

const never = new AbortController().signal;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "archive-"));
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

describe("createFileArchive", () => {
  it("writes the bytes and returns their size and sha256 (G6)", async () => {
    const bytes = Buffer.alloc(300_000, "x");
    const written = await createFileArchive(folder, randomUUID).write(
      "gen_1",
      "video.mp4",
      Readable.from([bytes]),
      never,
    );
    expect(written).toEqual({
      bytes: 300_000,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
    expect(await readFile(path.join(folder, "gen_1", "video.mp4"))).toEqual(bytes);
    expect(await readdir(path.join(folder, "gen_1"))).toEqual(["video.mp4"]);
  });

  it("replaces the file of an earlier try, and leaves nothing behind when a stream fails", async () => {
    const archive = createFileArchive(folder, randomUUID);
    await archive.write("gen_1", "video.mp4", Readable.from(["first"]), never);
    const broken = new PassThrough();
    broken.write("half");
    setImmediate(() => broken.destroy(new Error("cut")));
    await expect(archive.write("gen_1", "video.mp4", broken, never)).rejects.toThrow("cut");
    expect(await readFile(path.join(folder, "gen_1", "video.mp4"), "utf8")).toBe("first");
    await archive.write("gen_1", "video.mp4", Readable.from(["second"]), never);
    expect(await readdir(path.join(folder, "gen_1"))).toEqual(["video.mp4"]);
    expect(await readFile(path.join(folder, "gen_1", "video.mp4"), "utf8")).toBe("second");
  });

  it("stops when the signal aborts", async () => {
    const controller = new AbortController();
    const endless = new PassThrough();
    endless.write("x");
    setImmediate(() => controller.abort());
    await expect(
      createFileArchive(folder, randomUUID).write("gen_1", "a", endless, controller.signal),
    ).rejects.toThrow("abort");
    expect(await readdir(path.join(folder, "gen_1"))).toEqual([]);
  });

  it("fails with the error code of the storage", async () => {
    await writeFile(path.join(folder, "gen_1"), "a file where the folder should be");
    await expect(
      createFileArchive(folder, randomUUID).write("gen_1", "a", Readable.from(["x"]), never),
    ).rejects.toMatchObject({
      code: "EEXIST",
    });
  });

  it("does not write outside its folder", async () => {
    await createFileArchive(folder, randomUUID).write(
      "gen_1",
      "../../escaped",
      Readable.from(["x"]),
      never,
    );
    expect(await readdir(path.join(folder, "gen_1"))).toEqual(["escaped"]);
  });
});
