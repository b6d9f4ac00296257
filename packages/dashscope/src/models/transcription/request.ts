import { z } from "zod";

import { requestShape } from "../../checks/request-shape.ts";
import { mediaUrl } from "../../fields/media-url.ts";
import { flag } from "../../fields/number.ts";

/** The tracks of a file, each of which is billed. */
const channel_id = z.array(z.int().min(0)).optional();

/** Up to a hundred files. DashScope's documentation: "Fun-ASR recorded speech recognition". */
export const manyFiles = requestShape({
  input: z.strictObject({ file_urls: z.array(mediaUrl).min(1).max(100) }),
  parameters: z
    .strictObject({
      channel_id,
      language_hints: z.array(z.string()).optional(),
      diarization_enabled: flag,
      speaker_count: z.int().min(2).max(100).optional(),
      special_word_filter: z.string().optional(),
      vocabulary_id: z.string().optional(),
    })
    .optional(),
});

/** One file. DashScope's documentation: "Qwen-ASR". */
export const oneFile = requestShape({
  input: z.strictObject({ file_url: mediaUrl }),
  parameters: z
    .strictObject({
      channel_id,
      language: z.string().optional(),
      enable_itn: flag,
      enable_words: flag,
    })
    .optional(),
});
