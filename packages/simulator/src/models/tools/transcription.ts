import type { Check } from "../../checks/check.ts";
import { checkOf, invalid } from "../../checks/check.ts";
import type { CreateBody } from "../../checks/create-body.ts";
import { valueAt } from "../../checks/create-body.ts";
import { count, flag, required, text, within } from "../../checks/field-checks.ts";
import { mediaUrl, mediaUrls } from "../../checks/media-url.ts";
import type { Model } from "../model.ts";
import { limit } from "../model.ts";
import { clip, transcripts } from "../output.ts";
import { cnyAndUsd } from "../prices.ts";
import { ASIA } from "../regions.ts";

const FILES = "input.file_urls";
const FILE = "input.file_url";
const CHANNELS = "parameters.channel_id";

/** Each requested track of a file is billed. */
function channelsOf(body: CreateBody): number {
  const channels = valueAt(body, CHANNELS);
  return Array.isArray(channels) ? Math.max(channels.length, 1) : 1;
}

const channels = checkOf(CHANNELS, "list", (value) =>
  Array.isArray(value) && value.every((track) => Number.isSafeInteger(track) && Number(track) >= 0)
    ? null
    : invalid("channel_id must be a list of tracks."),
);

const languages = checkOf("parameters.language_hints", "list", (value) =>
  Array.isArray(value) && value.every((language) => typeof language === "string")
    ? null
    : invalid("language_hints must be a list of languages."),
);

const funChecks: readonly Check[] = [
  required(FILES),
  mediaUrls(FILES),
  count(FILES, { min: 1, max: 100 }),
  channels,
  languages,
  flag("parameters.diarization_enabled"),
  within("parameters.speaker_count", { min: 2, max: 100, whole: true }),
  text("parameters.special_word_filter"),
  text("parameters.vocabulary_id"),
];

function filesIn(body: CreateBody): number {
  const files = valueAt(body, FILES);
  return Array.isArray(files) ? files.length : 0;
}

/**
 * Source: DashScope's documentation, "录音文件识别RESTful API", "限流"; the official SDK for the names
 * of the files. The number of concurrent tasks is inferred.
 */
const TRANSCRIPTION = {
  path: "audio/asr/transcription",
  regions: ASIA,
  promptLimit: 0,
  extendsPrompt: false,
  showsActualPrompt: false,
  prices: cnyAndUsd("0.00022", "0.000035"),
  source: "docs",
} as const;

export const TRANSCRIPTION_MODELS: readonly Model[] = [
  {
    ...TRANSCRIPTION,
    id: "fun-asr",
    limit: limit(10, 100),
    checks: funChecks,
    output: (body, inputSeconds) => transcripts(filesIn(body), inputSeconds * channelsOf(body)),
    result: "results[].transcription_url",
    usage: "duration",
    checked: "1 to 100 files, tracks, languages, speakers, flags",
  },
  {
    ...TRANSCRIPTION,
    id: "qwen3-asr-flash-filetrans",
    limit: limit(100 / 60, 100),
    checks: [
      required(FILE),
      mediaUrl(FILE),
      channels,
      text("parameters.language"),
      flag("parameters.enable_itn"),
      flag("parameters.enable_words"),
    ],
    output: (body, inputSeconds) => clip(inputSeconds * channelsOf(body)),
    result: "result.transcription_url",
    usage: "seconds",
    checked: "one file, tracks, language, flags",
  },
];
