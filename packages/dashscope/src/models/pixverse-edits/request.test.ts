import { describe, expect, it } from "vitest";

import { AUDIO, IMAGE, VIDEO } from "../example.ts";
import { problemsOf } from "../../../test/fixtures/request-problems.ts";

const video = { type: "video_url", url: VIDEO };
const audio = { type: "audio_url", url: AUDIO };
const image = { type: "image_url", url: IMAGE };
const speaker = { type: "lip_sync_tts_speaker_id", id: "1" };
const speech = { type: "lip_sync_tts_content", content: "hello" };
const SOUND =
  "input.media must contain either one audio_url, or one lip_sync_tts_content and one lip_sync_tts_speaker_id";

const problems = (model: string, ...media: readonly object[]) =>
  problemsOf({ model: `pixverse/pixverse-${model}`, input: { media } });

describe("PixVerse edits", () => {
  it("make a video speak an audio file or a text", () => {
    expect(problems("lipsync", video, audio)).toEqual([]);
    expect(problems("lipsync", video, speaker, speech)).toEqual([]);
    expect(problems("lipsync", video, speech)).toEqual([SOUND]);
    expect(problems("lipsync", video, audio, speech)).toEqual([SOUND]);
    expect(problems("lipsync", audio, audio)).toEqual([
      "input.media must contain exactly one video_url, has 0",
    ]);
    expect(problems("lipsync", video, audio, { type: "image_url" })).toEqual([
      "input.media[2].type must be video_url, audio_url, lip_sync_tts_speaker_id or lip_sync_tts_content",
    ]);
    const long = { ...speech, content: "x".repeat(201) };
    expect(problems("lipsync", video, speaker, long)).toEqual([
      "input.media[2].content must be at most 200 characters long",
    ]);
  });

  it("move the person of an image like the one of a video", () => {
    expect(problems("motioncontrol", image, video)).toEqual([]);
    expect(problems("motioncontrol", image)).toEqual([
      "input.media must contain exactly one video_url, has 0",
    ]);
  });
});
