import type { MediaRule } from "../../media/media-limits.ts";
import { forRoles, modelMedia } from "../../media/model-media.ts";

const GIBIBYTE = 1024 ** 3;

/** Up to 12 hours of sound, including that of a video. DashScope's documentation: "Fun-ASR". */
const RECORDING: MediaRule = {
  audio: { mostBytes: 2 * GIBIBYTE, seconds: { most: 12 * 3_600 } },
  video: { mostBytes: 2 * GIBIBYTE, seconds: { most: 12 * 3_600 } },
};

export const RECORDINGS = modelMedia(forRoles(RECORDING, "file_url file_urls"));
