import { describe, expect, it } from "vitest";

import { MODELS } from "../catalog/catalog.ts";
import { configuredModels } from "../catalog/configured-models.ts";
import type { MediaRules } from "./media-rules.ts";
import { mediaProblems } from "./media-rules.ts";
import type { ProbedMedia } from "./probed-media.ts";

const UNKNOWN = {
  sizeBytes: null,
  width: null,
  height: null,
  seconds: null,
  framesPerSecond: null,
};
const MB = 1024 * 1024;

const image = (more: Partial<ProbedMedia> = {}): ProbedMedia => ({
  ...UNKNOWN,
  kind: "image",
  format: "PNG",
  width: 720,
  height: 720,
  ...more,
});
const video = (more: Partial<ProbedMedia> = {}): ProbedMedia => ({
  ...UNKNOWN,
  kind: "video",
  format: "MP4",
  width: 1280,
  height: 720,
  seconds: 3,
  framesPerSecond: 25,
  ...more,
});
const audio = (more: Partial<ProbedMedia> = {}): ProbedMedia => ({
  ...UNKNOWN,
  kind: "audio",
  format: "MP3",
  seconds: 4,
  ...more,
});
const other: ProbedMedia = { ...UNKNOWN, kind: "other", format: null };

const rulesOf = (id: string): MediaRules => {
  const model = MODELS.find((model) => model.id === id);
  if (model === undefined) throw new Error(`${id} is not in the catalog`);
  return model.media;
};

/** The problem of one file with this role. */
function messageOf(id: string, role: string, probed: ProbedMedia): string | undefined {
  return mediaProblems(rulesOf(id), [{ path: `input.${role}`, role, probed }])[0]?.message;
}

const VACE = "wan2.1-vace-plus";

describe("mediaProblems", () => {
  it.each<readonly [string, string, ProbedMedia]>([
    [VACE, "ref_images_url", image()],
    [VACE, "ref_images_url", image({ width: 360, height: 2_000, sizeBytes: 10 * MB })],
    [VACE, "ref_images_url", image({ format: null, width: null, height: null })],
    [VACE, "mask_image_url", image({ width: 100, height: 100 })],
    [VACE, "video_url", video({ seconds: 5.04, framesPerSecond: 15.98 })],
    [VACE, "video_url", video({ seconds: null, framesPerSecond: null, width: null, height: null })],
    ["wan2.6-r2v", "reference_urls", image()],
    ["wan2.6-r2v", "reference_urls", video({ seconds: 30 })],
    ["wan2.6-i2v", "img_url", image({ width: 8_000, height: 240, sizeBytes: 20 * MB })],
    ["wan2.6-t2v", "audio_url", audio({ seconds: 30, sizeBytes: 15 * MB })],
    ["wan2.2-animate-move", "video_url", video({ format: "AVI", seconds: null })],
    ["happyhorse-1.1-i2v", "first_frame", image({ width: 750, height: 300 })],
    ["qwen3-asr-flash-filetrans", "file_url", video({ seconds: 3_600 })],
    ["text-embedding-async-v2", "url", other],
    ["wan3.0-video", "file", other],
    ["wan3.0-video", "constructor", other],
  ])("accepts in %s as %s: %j", (id, role, probed) => {
    expect(messageOf(id, role, probed)).toBeUndefined();
  });

  it.each<readonly [string, string, ProbedMedia, string]>([
    [
      VACE,
      "ref_images_url",
      image({ format: "GIF" }),
      "must be JPEG, PNG, BMP, TIFF, or WEBP, is GIF",
    ],
    [VACE, "ref_images_url", video(), "must be an image, is a video (MP4)"],
    [
      VACE,
      "ref_images_url",
      audio({ format: null }),
      "must be an image, is an audio file (unknown)",
    ],
    [VACE, "ref_images_url", other, "must be an image, is a file of another type"],
    [
      VACE,
      "ref_images_url",
      image({ width: 359 }),
      "must be 360 to 2000 pixels wide and high, is 359*720",
    ],
    [
      VACE,
      "ref_images_url",
      image({ height: 2_001 }),
      "must be 360 to 2000 pixels wide and high, is 720*2001",
    ],
    [VACE, "ref_images_url", image({ sizeBytes: 11 * MB }), "must be at most 10 MB, is 11 MB"],
    [
      VACE,
      "mask_image_url",
      image({ format: "GIF" }),
      "must be JPEG, PNG, BMP, TIFF, or WEBP, is GIF",
    ],
    [VACE, "video_url", video({ format: "WEBM" }), "must be MP4, is WEBM"],
    [VACE, "video_url", video({ seconds: 7.25 }), "must be at most 5 seconds long, is 7.3"],
    [VACE, "first_clip_url", video({ seconds: 4 }), "must be at most 3 seconds long, is 4"],
    [
      VACE,
      "video_url",
      video({ framesPerSecond: 12 }),
      "must have at least 16 frames per second, has 12",
    ],
    [VACE, "video_url", video({ sizeBytes: 51 * MB }), "must be at most 50 MB, is 51 MB"],
    [
      "wanx2.1-i2v-turbo",
      "img_url",
      image({ sizeBytes: 11 * MB }),
      "must be at most 10 MB, is 11 MB",
    ],
    [
      "wan2.6-i2v",
      "img_url",
      image({ width: 200 }),
      "must be 240 to 8000 pixels wide and high, is 200*720",
    ],
    ["wan2.6-t2v", "audio_url", audio({ seconds: 2 }), "must be 3 to 30 seconds long, is 2"],
    ["wan2.6-t2v", "audio_url", audio({ format: "OGG" }), "must be WAV or MP3, is OGG"],
    [
      "wan2.6-r2v",
      "reference_urls",
      audio(),
      "must be an image or a video, is an audio file (MP3)",
    ],
    ["wan2.6-r2v", "reference_urls", video({ seconds: 31 }), "must be 1 to 30 seconds long, is 31"],
    ["wan2.2-s2v", "audio_url", audio({ seconds: 21 }), "must be at most 20 seconds long, is 21"],
    [
      "wan2.2-animate-mix",
      "video_url",
      video({ seconds: 1 }),
      "must be 2 to 30 seconds long, is 1",
    ],
    [
      "happyhorse-1.1-i2v",
      "first_frame",
      image({ width: 299 }),
      "must be at least 300 pixels wide and high, is 299*720",
    ],
    [
      "happyhorse-1.1-i2v",
      "first_frame",
      image({ width: 2_000 }),
      "must have a ratio of 1:2.5 to 2.5:1, is 2000*720",
    ],
    ["wan2.7-image", "image", video(), "must be an image, is a video (MP4)"],
    [
      "fun-asr",
      "file_urls",
      audio({ seconds: 50_000 }),
      "must be at most 43200 seconds long, is 50000",
    ],
    ["fun-asr", "file_urls", image(), "must be a video or an audio file, is an image (PNG)"],
    ["videoretalk", "audio_url", audio({ seconds: 1 }), "must be 2 to 120 seconds long, is 1"],
    [
      "video-style-transform",
      "video_url",
      video({ width: 1_920, height: 1_000 }),
      "must have a ratio of 1:1.8 to 1.8:1, is 1920*1000",
    ],
    [
      "pixverse/pixverse-lipsync",
      "video_url",
      video({ seconds: 301 }),
      "must be at most 300 seconds long, is 301",
    ],
    ["Tripo/Tripo-H3.1", "file_token", image({ format: "WEBP" }), "must be JPEG or PNG, is WEBP"],
    [
      "wan3.0-video",
      "reference_video",
      video({ seconds: 16 }),
      "must be at most 15 seconds long, is 16",
    ],
    [
      "wan2.7-i2v",
      "first_frame",
      image({ width: 6_000 }),
      "must have a ratio of 1:8 to 8:1, is 6000*720",
    ],
    ["wan2.7-i2v", "first_clip", video({ seconds: 11 }), "must be 2 to 10 seconds long, is 11"],
    [
      "wan2.7-i2v",
      "first_clip",
      video({ width: 4_097 }),
      "must be 240 to 4096 pixels wide and high, is 4097*720",
    ],
    ["wan2.7-t2v", "audio_url", audio({ seconds: 1 }), "must be 2 to 30 seconds long, is 1"],
    [
      "wan2.7-r2v",
      "reference_voice",
      audio({ seconds: 11 }),
      "must be 1 to 10 seconds long, is 11",
    ],
    ["wan2.7-r2v", "reference_video", video({ format: "AVI" }), "must be MP4 or MOV, is AVI"],
    [
      "vidu/viduq2-pro_reference2video",
      "video",
      video({ seconds: 6 }),
      "must be 1 to 5 seconds long, is 6",
    ],
    [
      "kling/kling-v3-image-generation",
      "image",
      image({ width: 299 }),
      "must be 300 to 8000 pixels wide and high, is 299*720",
    ],
  ])("rejects in %s as %s: %j", (id, role, probed, message) => {
    expect(messageOf(id, role, probed)).toBe(message);
  });

  it("accepts any file of an unknown model", () => {
    const model = configuredModels({ allowUnknown: true, settings: {} })("wan9-t2v");
    if (model === undefined) throw new Error("expected an unknown model to be accepted");
    expect(
      mediaProblems(model.media, [{ path: "input.img_url", role: "img_url", probed: other }]),
    ).toEqual([]);
  });
});

describe("mediaProblems of several files", () => {
  const problems = (id: string, media: Readonly<Record<string, ProbedMedia>>) =>
    mediaProblems(
      rulesOf(id),
      Object.entries(media).map(([role, probed]) => ({ path: `input.${role}`, role, probed })),
    );

  it("limits their total length", () => {
    const two = { first_clip_url: video({ seconds: 2 }), last_clip_url: video({ seconds: 1.5 }) };
    expect(problems(VACE, two)).toEqual([
      {
        path: "input.last_clip_url",
        message: "must be at most 3 seconds long together with the other files, is 3.5",
      },
    ]);
    expect(problems(VACE, { ...two, last_clip_url: video({ seconds: 1 }) })).toEqual([]);
  });

  it("limits their total size", () => {
    const [one, other] = [image({ sizeBytes: 30 * MB }), image({ sizeBytes: 20.5 * MB })];
    const placed = (...files: readonly ProbedMedia[]) =>
      files.map((probed, index) => ({ path: `image ${index}`, role: "image", probed }));
    const rules = rulesOf("vidu/vidu-image_reference2image");
    expect(mediaProblems(rules, placed(one, other))).toEqual([
      {
        path: "image 1",
        message: "must be at most 50 MB together with the other files, is 50.5 MB",
      },
    ]);
    expect(mediaProblems(rules, placed(one))).toEqual([]);
    expect(mediaProblems(rules, [])).toEqual([]);
  });

  it("requires a mask to have the size of its video", () => {
    const mask = (more: Partial<ProbedMedia>) => ({
      mask_image_url: image(more),
      video_url: video(),
    });
    expect(problems(VACE, mask({ width: 1280, height: 720 }))).toEqual([]);
    expect(problems(VACE, mask({ width: null, height: null }))).toEqual([]);
    expect(problems(VACE, mask({ width: 1280, height: 721 }))).toEqual([
      {
        path: "input.mask_image_url",
        message: "must be as large as video_url, 1280*720, is 1280*721",
      },
    ]);
  });

  it("names only one problem per file", () => {
    expect(problems(VACE, { mask_image_url: audio(), video_url: video() })).toEqual([
      { path: "input.mask_image_url", message: "must be an image, is an audio file (MP3)" },
    ]);
    expect(problems(VACE, { first_clip_url: video({ seconds: 9 }) })).toEqual([
      { path: "input.first_clip_url", message: "must be at most 3 seconds long, is 9" },
    ]);
  });
});
