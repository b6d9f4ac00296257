import type { CreateRequest } from "../checks/create-request.ts";
import type { Example } from "./example.ts";
import { HAPPYHORSE_EXAMPLES } from "./happyhorse/examples.ts";
import { KLING_EXAMPLES } from "./kling/examples.ts";
import { PIXVERSE_EDIT_EXAMPLES } from "./pixverse-edits/examples.ts";
import { PIXVERSE_EXAMPLES } from "./pixverse/examples.ts";
import { QWEN_IMAGE_EXAMPLES } from "./qwen-image/examples.ts";
import { TEXT_EMBEDDING_EXAMPLES } from "./text-embedding/examples.ts";
import { TRANSCRIPTION_EXAMPLES } from "./transcription/examples.ts";
import { TRIPO_EXAMPLES } from "./tripo/examples.ts";
import { VACE_EXAMPLES } from "./vace/examples.ts";
import { VIDEO_RETALK_EXAMPLES } from "./video-retalk/examples.ts";
import { VIDEO_STYLE_EXAMPLES } from "./video-style/examples.ts";
import { VIDU_EXAMPLES } from "./vidu/examples.ts";
import { WAN_ANIMATE_EXAMPLES } from "./wan-animate/examples.ts";
import { WAN_IMAGE_TO_VIDEO_EXAMPLES } from "./wan-image-to-video/examples.ts";
import { WAN_KEYFRAMES_EXAMPLES } from "./wan-keyframes/examples.ts";
import { WAN_REFERENCES_EXAMPLES } from "./wan-references/examples.ts";
import { WAN_SPEECH_EXAMPLES } from "./wan-speech/examples.ts";
import { WAN_TEXT_TO_IMAGE_EXAMPLES } from "./wan-text-to-image/examples.ts";
import { WAN_TEXT_TO_VIDEO_EXAMPLES } from "./wan-text-to-video/examples.ts";
import { WAN21_IMAGE_EDIT_EXAMPLES } from "./wan21-image-edit/examples.ts";
import { WAN25_IMAGE_EDIT_EXAMPLES } from "./wan25-image-edit/examples.ts";
import { WAN26_IMAGE_EXAMPLES } from "./wan26-image/examples.ts";
import { WAN27_IMAGE_EXAMPLES } from "./wan27-image/examples.ts";
import { WAN27_VIDEO_EXAMPLES } from "./wan27-video/examples.ts";
import { WAN3_VIDEO_EXAMPLES } from "./wan3-video/examples.ts";

/** Every model with its example. */
export const EXAMPLES: readonly (readonly [model: string, example: Example])[] = [
  ...VACE_EXAMPLES,
  ...WAN_TEXT_TO_VIDEO_EXAMPLES,
  ...WAN_IMAGE_TO_VIDEO_EXAMPLES,
  ...WAN_KEYFRAMES_EXAMPLES,
  ...WAN_ANIMATE_EXAMPLES,
  ...WAN_SPEECH_EXAMPLES,
  ...WAN_REFERENCES_EXAMPLES,
  ...WAN27_VIDEO_EXAMPLES,
  ...WAN3_VIDEO_EXAMPLES,
  ...HAPPYHORSE_EXAMPLES,
  ...KLING_EXAMPLES,
  ...VIDU_EXAMPLES,
  ...PIXVERSE_EXAMPLES,
  ...WAN_TEXT_TO_IMAGE_EXAMPLES,
  ...QWEN_IMAGE_EXAMPLES,
  ...WAN21_IMAGE_EDIT_EXAMPLES,
  ...WAN25_IMAGE_EDIT_EXAMPLES,
  ...WAN26_IMAGE_EXAMPLES,
  ...WAN27_IMAGE_EXAMPLES,
  ...PIXVERSE_EDIT_EXAMPLES,
  ...VIDEO_RETALK_EXAMPLES,
  ...VIDEO_STYLE_EXAMPLES,
  ...TRANSCRIPTION_EXAMPLES,
  ...TEXT_EMBEDDING_EXAMPLES,
  ...TRIPO_EXAMPLES,
].flatMap((example) => Object.keys(example.costs).map((model) => [model, example] as const));

const BY_MODEL = new Map(EXAMPLES);

/** The create request of a model's example; undefined for an unknown model. */
export function exampleOf(model: string): CreateRequest | undefined {
  const example = BY_MODEL.get(model);
  if (example === undefined) return undefined;
  const { input, parameters } = example;
  return { model, input, ...(parameters === undefined ? {} : { parameters }) };
}
