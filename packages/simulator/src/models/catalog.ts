import { IMAGE_MESSAGE_MODELS } from "./images/image-messages.ts";
import { IMAGE_TO_IMAGE_MODELS } from "./images/image-to-image.ts";
import { KLING_IMAGE_MODELS } from "./images/kling-images.ts";
import { QWEN_IMAGE_MODELS } from "./images/qwen-image.ts";
import { TEXT_TO_IMAGE_MODELS } from "./images/text-to-image.ts";
import { VIDU_IMAGE_MODELS } from "./images/vidu-images.ts";
import type { Model } from "./model.ts";
import type { Region } from "./regions.ts";
import { EMBEDDING_MODELS } from "./tools/embedding.ts";
import { TRANSCRIPTION_MODELS } from "./tools/transcription.ts";
import { TRIPO_MODELS } from "./tools/tripo.ts";
import { VIDEO_TOOL_MODELS } from "./tools/video-tools.ts";
import { HAPPYHORSE_MODELS } from "./vendors/happyhorse.ts";
import { KLING_MODELS } from "./vendors/kling.ts";
import { PIXVERSE_EDIT_MODELS } from "./vendors/pixverse-edits.ts";
import { PIXVERSE_MODELS } from "./vendors/pixverse.ts";
import { VIDU_REFERENCE_MODELS } from "./vendors/vidu-references.ts";
import { VIDU_MODELS } from "./vendors/vidu.ts";
import { ANIMATION_MODELS } from "./wan/animation.ts";
import { IMAGE_TO_VIDEO_MODELS } from "./wan/image-to-video.ts";
import { REFERENCE_TO_VIDEO_MODELS } from "./wan/reference-to-video.ts";
import { TEXT_TO_VIDEO_MODELS } from "./wan/text-to-video.ts";
import { VACE_MODELS } from "./wan/vace.ts";
import { WAN27_VIDEO_MODELS } from "./wan/wan27-video.ts";
import { WAN3_VIDEO_MODELS } from "./wan/wan3-video.ts";

/** Every model that the simulator knows. To add a model, add an entry to its family's file. */
export const CATALOG: readonly Model[] = [
  ...VACE_MODELS,
  ...TEXT_TO_VIDEO_MODELS,
  ...IMAGE_TO_VIDEO_MODELS,
  ...REFERENCE_TO_VIDEO_MODELS,
  ...ANIMATION_MODELS,
  ...WAN27_VIDEO_MODELS,
  ...WAN3_VIDEO_MODELS,
  ...HAPPYHORSE_MODELS,
  ...TEXT_TO_IMAGE_MODELS,
  ...IMAGE_TO_IMAGE_MODELS,
  ...IMAGE_MESSAGE_MODELS,
  ...QWEN_IMAGE_MODELS,
  ...KLING_MODELS,
  ...KLING_IMAGE_MODELS,
  ...VIDU_MODELS,
  ...VIDU_REFERENCE_MODELS,
  ...VIDU_IMAGE_MODELS,
  ...PIXVERSE_MODELS,
  ...PIXVERSE_EDIT_MODELS,
  ...VIDEO_TOOL_MODELS,
  ...TRANSCRIPTION_MODELS,
  ...EMBEDDING_MODELS,
  ...TRIPO_MODELS,
];

const BY_ID = new Map(CATALOG.map((model) => [model.id, model]));

export function findModel(id: string): Model | undefined {
  return BY_ID.get(id);
}

/** The group of models that shares an account's limits with this one. */
export function limitGroupOf(id: string): string {
  return findModel(id)?.limitGroup ?? id;
}

/** The ids that DashScope offers in a region. */
export function modelsOfRegion(region: Region): readonly string[] {
  return CATALOG.filter((model) => model.regions.includes(region)).map(({ id }) => id);
}
