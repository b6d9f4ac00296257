import { happyHorseModels } from "./happyhorse.ts";
import { imageMessageModels } from "./image-messages.ts";
import { imageModels } from "./images.ts";
import { klingModels } from "./kling.ts";
import type { Model, Region } from "./model.ts";
import { vaceModels } from "./vace.ts";
import { viduAndPixverse } from "./vidu-pixverse.ts";
import { wanAnimation } from "./wan-animation.ts";
import { wanImageToVideo } from "./wan-image-to-video.ts";
import { wanReferences } from "./wan-references.ts";
import { wanTextToVideo } from "./wan-text-to-video.ts";
import { wan27Video } from "./wan27-video.ts";
import { wan3Video } from "./wan3-video.ts";

export { servicePaths, type Model, type Region } from "./model.ts";

/** Every model that the simulator knows. A new one is an entry in its family's file. */
export const catalogue: readonly Model[] = [
  ...vaceModels,
  ...wanTextToVideo,
  ...wanImageToVideo,
  ...wanReferences,
  ...wanAnimation,
  ...wan27Video,
  ...wan3Video,
  ...happyHorseModels,
  ...imageModels,
  ...imageMessageModels,
  ...klingModels,
  ...viduAndPixverse,
];

const byId = new Map(catalogue.map((model) => [model.id, model]));

export function findModel(id: string): Model | undefined {
  return byId.get(id);
}

/** What is counted together with this model against the account's limits. */
export function limitGroupOf(id: string): string {
  return findModel(id)?.limitGroup ?? id;
}

/** The ids that DashScope offers in a region. */
export function modelsOfRegion(region: Region): readonly string[] {
  return catalogue.filter((model) => model.regions.includes(region)).map(({ id }) => id);
}
