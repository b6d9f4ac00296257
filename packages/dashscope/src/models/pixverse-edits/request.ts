import { z } from "zod";

import { requestShape } from "../../checks/request-shape.ts";
import type { Problem } from "../../checks/problem-text.ts";
import type { Parts } from "../../checks/rules.ts";
import { when } from "../../checks/rules.ts";
import { countOf, exactlyOne, mediaList, mediaOf } from "../../fields/media-list.ts";
import { mediaUrl } from "../../fields/media-url.ts";
import { flag, seed } from "../../fields/number.ts";

const SPEAKER = "lip_sync_tts_speaker_id";
const SPEECH = "lip_sync_tts_content";

const sound = z.discriminatedUnion(
  "type",
  [
    z.strictObject({ type: z.literal(["video_url", "audio_url"]), url: mediaUrl }),
    z.strictObject({
      type: z.literal(SPEAKER),
      id: z.union([z.string(), z.number()], "must be a string or a number"),
    }),
    z.strictObject({ type: z.literal(SPEECH), content: z.string().min(1).max(200) }),
  ],
  `must be video_url, audio_url, ${SPEAKER} or ${SPEECH}`,
);

/** The video speaks an audio file, or a text with the voice of a speaker. */
function soundRule(parts: Parts): readonly Problem[] {
  const media = mediaOf(parts);
  const counts = ["audio_url", SPEAKER, SPEECH].map((type) => countOf(media, type)).join(" ");
  return when(
    counts !== "1 0 0" && counts !== "0 1 1",
    "input.media",
    `must contain either one audio_url, or one ${SPEECH} and one ${SPEAKER}`,
  );
}

/** DashScope's documentation: "PixVerse lip sync". */
export const lipSync = requestShape({
  input: z.strictObject({ media: z.array(sound).min(2).max(3) }),
  parameters: z.strictObject({}).optional(),
  rules: [exactlyOne("video_url"), soundRule],
});

/** The person of an image moves like the one of a video. Fields: third parties. */
export const motionControl = requestShape({
  input: z.strictObject({ media: mediaList(["image_url", "video_url"], mediaUrl) }),
  parameters: z
    .strictObject({
      resolution: z.enum(["360P", "540P", "720P", "1080P"]).optional(),
      watermark: flag,
      seed,
    })
    .optional(),
  rules: [exactlyOne("image_url"), exactlyOne("video_url")],
});
