import path from "node:path";

import type { Upload } from "@dashqueue/archive";
import { findModel } from "@dashqueue/dashscope";
import { expect, it } from "vitest";

import { createInspectionThreads } from "../../src/preflight/inspection-threads.ts";
import { createPreflight } from "../../src/preflight/preflight.ts";
import { mediaFile, mediaPath, startMediaServer } from "../fixtures/media-server.ts";

const MEBIBYTE = 1024 * 1024;
const UPLOADED: Readonly<Record<string, string>> = {
  upl_01KAQ3XW8J5T6V9E2YB7N4M1RC: "image.bmp",
  upl_01KAQ3XW8J5T6V9E2YB7N4M1RD: "video.mp4",
};
const png = mediaFile("image.png");
const video = mediaFile("video.mp4");

const uploadWith = (id: string, file: string): Upload => ({
  id,
  file,
  bytes: 1,
  sha256: "",
  contentType: "",
  extension: "",
  createdAt: 0,
});

/** The check as the producer runs it, except that it may fetch from 127.0.0.1. */
function startPreflight(limitMs?: number) {
  const warnings: unknown[] = [];
  const check = createPreflight({
    inspect: createInspectionThreads({
      now: Date.now,
      allowedHosts: ["127.0.0.1"],
      archive: { kind: "folder", folder: path.dirname(mediaPath("")) },
      proxy: { NO_PROXY: "" },
      ...(limitMs === undefined ? {} : { limitMs }),
    }),
    findModel,
    uploads: {
      use: async (id) => uploadWith(id, UPLOADED[id] ?? "missing"),
      keyOf: ({ file }) => `media/${file}`,
    },
    logger: { warn: (entry: unknown) => warnings.push(entry) },
  });
  const checked = (model: string, input: Readonly<Record<string, unknown>>) =>
    check({ model, input }, "default");
  return {
    warnings,
    images: (...urls: readonly string[]) =>
      checked("wan2.1-vace-plus", { function: "image_reference", ref_images_url: urls }),
    input: checked,
  };
}

it("names every unsuitable file, and no other", async () => {
  await using server = await startMediaServer({
    files: {
      "a.png": png,
      "b.gif": mediaFile("image.gif"),
      "small.bmp": mediaFile("image.bmp"),
      "a.mp4": video,
    },
  });
  const { images, warnings } = startPreflight();
  const paths = ["b.gif", "small.bmp", "a.mp4", "a.png"];
  // The documented minimum is 360 pixels; the image has 300.
  expect(await images(...paths.map((path) => `${server.url}/${path}`))).toEqual([
    {
      path: "input.ref_images_url[0]",
      message: "must be JPEG, PNG, BMP, TIFF, or WEBP, is GIF",
    },
    {
      path: "input.ref_images_url[1]",
      message: "must be 360 to 2000 pixels wide and high, is 40*30",
    },
    { path: "input.ref_images_url[2]", message: "must be an image, is a video (MP4)" },
    {
      path: "input.ref_images_url[3]",
      message: "must be 360 to 2000 pixels wide and high, is 400*300",
    },
  ]);
  expect(warnings).toEqual([]);
});

it("accepts suitable files, and requires a mask to have the size of its video", async () => {
  await using server = await startMediaServer({ files: { "a.mp4": video, "mask.png": png } });
  const { input } = startPreflight();
  const given = { video_url: `${server.url}/a.mp4` };
  expect(await input("wan2.1-vace-plus", given)).toEqual([]);
  expect(
    await input("wan2.1-vace-plus", { ...given, mask_image_url: `${server.url}/mask.png` }),
  ).toEqual([
    { path: "input.mask_image_url", message: "must be as large as video_url, 640*360, is 400*300" },
  ]);
});

it("reads uploads, and skips the provider's own storage", async () => {
  const { input } = startPreflight();
  const [bitmap, film] = Object.keys(UPLOADED).map((id) => `upload://${id}`);
  expect(await input("wan2.6-i2v", { img_url: bitmap })).toEqual([
    { path: "input.img_url", message: "must be 240 to 8000 pixels wide and high, is 40*30" },
  ]);
  expect(await input("wan2.1-vace-plus", { video_url: film })).toEqual([]);
  expect(await input("wan2.6-i2v", { img_url: "oss://dashscope-instant/x/1.png" })).toEqual([]);
  expect(await input("unknown-model", { img_url: bitmap })).toEqual([]);
});

it("explains why a file cannot be fetched", async () => {
  await using server = await startMediaServer({
    others: {
      gone: (_request, response) => void response.writeHead(410).end(),
      empty: (_request, response) => void response.writeHead(200, { "content-length": 0 }).end(),
      "no-range": (_request, response) => void response.writeHead(416).end(),
      page: (_request, response) => void response.end("<!doctype html><title>Log in</title>"),
    },
  });
  const { images } = startPreflight();
  const urls = ["missing", "gone", "empty", "no-range", "page"].map(
    (path) => `${server.url}/${path}`,
  );
  const problems = await images(...urls, "http://127.0.0.1:1/x.png");
  expect(problems.map(({ message }) => message)).toEqual([
    "cannot be fetched: the server answered 404",
    "cannot be fetched: the server answered 410",
    "is empty",
    "is empty",
    "cannot be fetched: the connection was refused",
    "must be an image, is a file of another type",
  ]);
});

it("fetches nothing from a private network, even through a redirect", async () => {
  await using inside = await startMediaServer({ files: { "secret.png": png } });
  const secret = `${inside.url.replace("127.0.0.1", "localhost")}/secret.png`;
  await using server = await startMediaServer({
    others: {
      redirect: (_request, response) => void response.writeHead(302, { location: secret }).end(),
    },
  });
  const { images } = startPreflight();
  expect((await images(secret, `${server.url}/redirect`)).map(({ message }) => message)).toEqual([
    "points into a private network, which the provider cannot reach",
    "cannot be fetched: the server answered 302",
  ]);
  expect(inside.requested).toEqual([]);
});

it("accepts files with a temporary problem, and logs it without the URL (G7)", async () => {
  await using server = await startMediaServer({
    others: {
      busy: (_request, response) => void response.writeHead(503).end(),
      throttled: (_request, response) => void response.writeHead(429).end(),
      broken: (request) => void request.socket.destroy(),
    },
  });
  const { images, warnings } = startPreflight(60_000);
  const paths = ["busy", "throttled", "broken"];
  expect(await images(...paths.map((path) => `${server.url}/${path}?Signature=secret`))).toEqual(
    [],
  );
  expect(warnings).toHaveLength(paths.length);
  expect(warnings).toContainEqual({
    event: "media-unknown",
    model: "wan2.1-vace-plus",
    path: "input.ref_images_url[0]",
    reason: "the server answered 503",
  });
  expect(JSON.stringify(warnings)).not.toContain("secret");
});

it("accepts files that are not read in time, and logs it", async () => {
  await using server = await startMediaServer({
    others: {
      // A response that never ends.
      dripping: (_request, response) => void response.writeHead(206).write("x"),
      silent: () => {},
    },
  });
  const { images, warnings } = startPreflight(1_000);
  expect(await images(`${server.url}/dripping`, `${server.url}/silent`)).toEqual([]);
  const reason = "timed out while reading the file";
  expect(warnings).toMatchObject([{ reason }, { reason }]);
});

it("probes a large video by its beginning and end without downloading the rest", async () => {
  // The same video, with padding in place of its frames.
  const index = video.lastIndexOf("moov") - 4;
  const padding = Buffer.alloc(60 * MEBIBYTE - video.length);
  padding.writeUInt32BE(padding.length);
  padding.write("free", 4);
  const large = Buffer.concat([video.subarray(0, index), padding, video.subarray(index)]);
  await using server = await startMediaServer({ files: { "large.mp4": large } });
  const { input } = startPreflight();
  const given = { video_url: `${server.url}/large.mp4` };
  expect(await input("wan2.1-vace-plus", given)).toEqual([
    { path: "input.video_url", message: "must be at most 50 MB, is 60 MB" },
  ]);
  expect(
    await input("happyhorse-1.0-video-edit", { media: [{ type: "video", url: given.video_url }] }),
  ).toEqual([{ path: "input.media[0].url", message: "must be 3 to 60 seconds long, is 2" }]);
  expect(server.bytesSent()).toBeLessThan(0.5 * MEBIBYTE);
});

it("stops downloading at its limit if the server does not support range requests", async () => {
  let written = 0;
  await using server = await startMediaServer({
    others: {
      "endless.png": (_request, response) => {
        response.writeHead(200);
        response.write(png);
        const more = () => {
          while (!response.destroyed && written < 200 * MEBIBYTE) {
            written += MEBIBYTE;
            if (!response.write(Buffer.alloc(MEBIBYTE))) break;
          }
        };
        response.on("drain", more);
        more();
      },
      "a.mp4": (_request, response) => void response.end(video),
    },
  });
  const { input } = startPreflight();
  expect(await input("wan2.6-i2v", { img_url: `${server.url}/endless.png` })).toEqual([]);
  expect(written).toBeLessThan(100 * MEBIBYTE);
  expect(await input("wan2.2-animate-move", { video_url: `${server.url}/a.mp4` })).toEqual([]);
});

it("survives a file crafted to exhaust the memory", async () => {
  // A table that claims four billion entries and has no bytes.
  const bomb = Buffer.from(mediaFile("fast-start.mp4"));
  const table = bomb.indexOf("stsz");
  bomb.write("stz2", table);
  bomb.writeUInt32BE(0, table + 8);
  bomb.writeUInt32BE(0xffff_ffff, table + 12);
  await using server = await startMediaServer({
    files: { "bomb.mp4": bomb, "a.gif": mediaFile("image.gif") },
  });
  const { input, images, warnings } = startPreflight();
  expect(await input("wan2.1-vace-plus", { video_url: `${server.url}/bomb.mp4` })).toEqual([]);
  expect(warnings).toMatchObject([{ event: "media-unknown", path: "input.video_url" }]);
  expect(await images(`${server.url}/a.gif`)).toHaveLength(1);
});
