import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Archive } from "../src/archive.ts";
import { createFolderArchive } from "../src/folder/folder-archive.ts";
import { describeArchive } from "./conformance/archive-conformance.ts";
import { describeUploads } from "./conformance/upload-conformance.ts";

const MP4 = { contentType: "video/mp4" };

const folders: string[] = [];
let folder: string;
let archive: Archive;
async function open(): Promise<Archive> {
  folder = await mkdtemp(path.join(tmpdir(), "archive-"));
  folders.push(folder);
  archive = createFolderArchive(path.join(folder, "data", "archive"), randomUUID);
  return archive;
}
beforeEach(async () => void (await open()));
afterEach(async () => {
  for (const used of folders.splice(0)) await rm(used, { recursive: true });
});

describeArchive("a folder", open);
describeUploads("a folder", open);

describe("an archive in a folder", () => {
  const fileOf = (...names: string[]) => path.join(archive.place, ...names);
  const put = (key: string) => archive.write(key, Readable.from(["bytes"]), MP4);

  it("keeps every object in the file at its key, and writes no other file", async () => {
    await put("gen_1/video.mp4");
    expect(await readFile(fileOf("gen_1", "video.mp4"), "utf8")).toBe("bytes");
    expect(await readdir(fileOf("gen_1"))).toEqual(["video.mp4"]);
    expect(await readdir(fileOf(".unfinished"))).toEqual([]);
    await archive.remove("gen_1/video.mp4");
    expect(await readdir(archive.place)).toEqual([".unfinished"]);
  });

  it("orders keys as a whole, and opens the first byte alone", async () => {
    for (const key of ["a/1", "a.b"]) await put(key);
    const listed = await Array.fromAsync(archive.list(""));
    expect(listed.map(({ key }) => key)).toEqual(["a.b", "a/1"]);
    const opened = await archive.open("a/1", { range: { from: 0, to: 0 } });
    expect(await text(opened!.stream)).toBe("b");
  });

  it("has no links", async () => {
    const options = { ...MP4, expiresInMs: 1_000, fileName: "video.mp4" };
    expect(await archive.link("gen_1/video.mp4", options)).toBeNull();
  });

  it("reports a file in the way with the code of the file system and advice", async () => {
    await mkdir(archive.place, { recursive: true });
    await writeFile(fileOf("gen_1"), "a file where the folder should be");
    await expect(put("gen_1/a")).rejects.toMatchObject({
      name: "ArchiveError",
      code: "ENOTDIR",
      message: expect.stringContaining("ARCHIVE_URL") as string,
    });
    expect(await readdir(fileOf(".unfinished"))).toEqual([]);
  });

  it("cannot be probed if its place is a file", async () => {
    await mkdir(path.dirname(archive.place));
    await writeFile(archive.place, "a file");
    await expect(archive.probe()).rejects.toMatchObject({ name: "ArchiveError" });
    await expect(archive.sweep(Date.now())).resolves.toBeUndefined();
  });

  it("sweeps what a crash left, and never a file in progress", async () => {
    await put("gen_1/video.mp4");
    const old = new Date(Date.now() - 60_000);
    for (const name of ["old", "new"]) await writeFile(fileOf(".unfinished", name), "half");
    await utimes(fileOf(".unfinished", "old"), old, old);
    await archive.sweep(Date.now() - 30_000);
    expect(await readdir(fileOf(".unfinished"))).toEqual(["new"]);
  });
});
