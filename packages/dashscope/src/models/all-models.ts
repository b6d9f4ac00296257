import type { Entry } from "../facts/entry.ts";
import { HAPPYHORSE } from "./happyhorse/entries.ts";
import { KLING } from "./kling/entries.ts";
import { PIXVERSE_EDITS } from "./pixverse-edits/entries.ts";
import { PIXVERSE } from "./pixverse/entries.ts";
import { QWEN_IMAGE } from "./qwen-image/entries.ts";
import { TEXT_EMBEDDINGS } from "./text-embedding/entries.ts";
import { TRANSCRIPTIONS } from "./transcription/entries.ts";
import { TRIPO_MODELS } from "./tripo/entries.ts";
import { VACE } from "./vace/entries.ts";
import { VIDEO_RETALK } from "./video-retalk/entries.ts";
import { VIDEO_STYLE } from "./video-style/entries.ts";
import { VIDU } from "./vidu/entries.ts";
import { WAN_ANIMATE } from "./wan-animate/entries.ts";
import { WAN_IMAGE_TO_VIDEO } from "./wan-image-to-video/entries.ts";
import { WAN_KEYFRAMES } from "./wan-keyframes/entries.ts";
import { WAN_REFERENCES } from "./wan-references/entries.ts";
import { WAN_SPEECH } from "./wan-speech/entries.ts";
import { WAN_TEXT_TO_IMAGE } from "./wan-text-to-image/entries.ts";
import { WAN_TEXT_TO_VIDEO } from "./wan-text-to-video/entries.ts";
import { WAN21_IMAGE_EDIT } from "./wan21-image-edit/entries.ts";
import { WAN25_IMAGE_EDIT } from "./wan25-image-edit/entries.ts";
import { WAN26_IMAGE } from "./wan26-image/entries.ts";
import { WAN27_IMAGE } from "./wan27-image/entries.ts";
import { WAN27_VIDEO } from "./wan27-video/entries.ts";
import { WAN3_VIDEO } from "./wan3-video/entries.ts";

/**
 * Every model, in the order in which it is listed. To add a family, copy one of these folders:
 * `entries.ts` holds the facts of each model, `request.ts` what its requests must be, and
 * `media.ts` what the files in them must be. `examples.ts` has its example requests.
 */
export const ENTRIES: readonly Entry[] = [
  ...VACE,
  ...WAN_TEXT_TO_VIDEO,
  ...WAN_IMAGE_TO_VIDEO,
  ...WAN_KEYFRAMES,
  ...WAN_ANIMATE,
  ...WAN_SPEECH,
  ...WAN_REFERENCES,
  ...WAN27_VIDEO,
  ...WAN3_VIDEO,
  ...HAPPYHORSE,
  ...KLING,
  ...VIDU,
  ...PIXVERSE,
  ...WAN_TEXT_TO_IMAGE,
  ...QWEN_IMAGE,
  ...WAN21_IMAGE_EDIT,
  ...WAN25_IMAGE_EDIT,
  ...WAN26_IMAGE,
  ...WAN27_IMAGE,
  ...PIXVERSE_EDITS,
  ...VIDEO_RETALK,
  ...VIDEO_STYLE,
  ...TRANSCRIPTIONS,
  ...TEXT_EMBEDDINGS,
  ...TRIPO_MODELS,
];
