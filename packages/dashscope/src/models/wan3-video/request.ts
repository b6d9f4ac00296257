import { z } from "zod";

import { atMost, countOf, mediaList, mediaOf, notTogether } from "../../fields/media-list.ts";
import { mediaSource } from "../../fields/media-url.ts";
import { flag, secondsOr, seedOrRandom } from "../../fields/number.ts";
import { text } from "../../fields/text.ts";
import { resolution } from "../../fields/video-size.ts";
import { requestShape } from "../../checks/request-shape.ts";
import type { Rule } from "../../checks/rules.ts";
import { when } from "../../checks/rules.ts";

/** DashScope's documentation: "Wan 3.0 video generation". */

const FRAMES = ["first_frame", "last_frame"] as const;
const REFERENCES = ["reference_image", "reference_video", "reference_audio"] as const;
const PAGES = ["file", "link"] as const;

const promptRule: Rule = (parts) => {
  const { prompt } = parts.input;
  const isEmpty = prompt === undefined || prompt === "";
  return when(isEmpty && mediaOf(parts).length === 0, "input.prompt", "is required without media");
};

const pageRule: Rule = (parts) =>
  when(
    countOf(mediaOf(parts), ...PAGES) > 0 && parts.parameters["prompt_extend"] === false,
    "parameters.prompt_extend",
    "must be true with a file or a link",
  );

export const wan3Video = requestShape({
  input: z.strictObject({
    prompt: text(20_000),
    media: mediaList([...FRAMES, ...REFERENCES, ...PAGES], mediaSource).optional(),
  }),
  parameters: z
    .strictObject({
      resolution: resolution("480", "720", "1080"),
      ratio: z.enum(["adaptive", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16"]).optional(),
      duration: secondsOr(-1, "a length that the model chooses", 2, 30),
      audio: flag,
      seed: seedOrRandom,
      prompt_extend: flag,
      watermark: flag,
    })
    .optional(),
  rules: [
    promptRule,
    pageRule,
    atMost({
      first_frame: 1,
      last_frame: 1,
      reference_image: 10,
      reference_video: 5,
      reference_audio: 5,
      file: 1,
      link: 1,
    }),
    notTogether(FRAMES, [...REFERENCES, ...PAGES]),
    notTogether(["file"], ["link"]),
  ],
});
