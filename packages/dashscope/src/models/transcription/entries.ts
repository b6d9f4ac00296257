import { unbounded } from "../../facts/billing.ts";
import type { Entry } from "../../facts/entry.ts";
import { inAsia, perSecond } from "../../facts/price.ts";
import { ASIA, limits, PATHS, TEXT_PACE } from "../../facts/shared-facts.ts";
import { RECORDINGS } from "./media.ts";
import { manyFiles, oneFile } from "./request.ts";

/**
 * File transcription. DashScope's documentation: "Fun-ASR recorded speech recognition", "Qwen-ASR",
 * "rate limit". How many tasks may run at once is not documented.
 */
const TRANSCRIPTION = {
  elsewhere: "unknown",
  path: PATHS.transcription,
  polling: TEXT_PACE,
  // The length of a file is not in the request.
  billing: unbounded(),
  price: perSecond(inAsia("0.00022", "0.000035")),
  confidence: "docs",
  media: RECORDINGS,
} as const;

export const TRANSCRIPTIONS: readonly Entry[] = [
  {
    ...TRANSCRIPTION,
    names: { "fun-asr": ASIA },
    limits: limits(10, 100),
    result: "results[].transcription_url",
    usageKey: "duration",
    shape: manyFiles,
  },
  {
    ...TRANSCRIPTION,
    names: { "qwen3-asr-flash-filetrans": ASIA },
    limits: limits(100 / 60, 100),
    result: "result.transcription_url",
    usageKey: "seconds",
    shape: oneFile,
  },
];
