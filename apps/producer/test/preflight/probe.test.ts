import { expect, it } from "vitest";

import type { MediaFile } from "../../src/preflight/media-file.ts";
import { probeMedia } from "../../src/preflight/probe-media.ts";
import { mediaFile } from "../fixtures/media-server.ts";

const PART_BYTES = 1_024;

/** A file that is read in parts, as a remote one is. */
function inParts(bytes: Buffer, sizeBytes: number | null = bytes.length): MediaFile {
  return {
    sizeBytes,
    head: bytes.subarray(0, PART_BYTES),
    read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
  };
}

const picture = { kind: "image", width: 400, height: 300 };
const clip = { kind: "video", width: 640, height: 360, seconds: 2, framesPerSecond: 25 };

it.each([
  ["image.png", { ...picture, format: "PNG" }],
  ["image.jpg", { ...picture, format: "JPEG" }],
  ["image.webp", { ...picture, format: "WEBP" }],
  ["image.gif", { ...picture, format: "GIF" }],
  ["image.bmp", { kind: "image", format: "BMP", width: 40, height: 30 }],
  // Its dimensions are at its end.
  ["image.tiff", { kind: "image", format: "TIFF", width: 40, height: 30 }],
  ["video.mp4", { ...clip, format: "MP4" }],
  ["fast-start.mp4", { ...clip, format: "MP4" }],
  ["video.mov", { ...clip, format: "MP4" }],
  ["video.mkv", { ...clip, format: "MKV", framesPerSecond: expect.closeTo(25, 0) as number }],
  ["video.avi", { kind: "video", format: "AVI", width: null, seconds: null }],
  [
    "sound.mp3",
    { kind: "audio", format: "MP3", seconds: expect.closeTo(4, 0) as number, width: null },
  ],
  ["sound.wav", { kind: "audio", format: "WAV", seconds: 1 }],
])("detects %s", async (name, wanted) => {
  const bytes = mediaFile(name);
  expect(await probeMedia(inParts(bytes))).toMatchObject({ ...wanted, sizeBytes: bytes.length });
});

it.each([
  "<!doctype html><title>Log in</title>",
  "<svg width='9' height='9'></svg>",
  "RIFF....WEBPnone",
])("does not recognize %j as media", async (text) => {
  expect(await probeMedia(inParts(Buffer.from(text)))).toMatchObject({
    kind: "other",
    format: null,
  });
});

it("recognizes an image without its dimensions", async () => {
  const cut = mediaFile("image.jpg").subarray(0, 30);
  expect(await probeMedia(inParts(cut))).toMatchObject({
    kind: "image",
    format: null,
    width: null,
  });
});

it("needs the size of a video file, but not of an image", async () => {
  await expect(probeMedia(inParts(mediaFile("video.mp4"), null))).rejects.toThrow(
    "does not report the size",
  );
  expect(await probeMedia(inParts(mediaFile("image.png"), null))).toMatchObject({
    width: 400,
    sizeBytes: null,
  });
});

it("throws on a truncated video", async () => {
  const cut = mediaFile("fast-start.mp4").subarray(0, 600);
  await expect(probeMedia(inParts(cut))).rejects.toThrow("no video and no audio track");
});
