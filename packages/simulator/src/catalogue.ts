import { happyHorseModels } from "./catalogue/happyhorse.ts";
import { imageMessageModels } from "./catalogue/image-messages.ts";
import { imageModels } from "./catalogue/images.ts";
import { klingModels } from "./catalogue/kling.ts";
import type { Model, Region } from "./catalogue/model.ts";
import { vaceModels } from "./catalogue/vace.ts";
import { viduAndPixverse } from "./catalogue/vidu-pixverse.ts";
import { wanAnimation } from "./catalogue/wan-animation.ts";
import { wanImageToVideo } from "./catalogue/wan-image-to-video.ts";
import { wanReferences } from "./catalogue/wan-references.ts";
import { wanTextToVideo } from "./catalogue/wan-text-to-video.ts";
import { wan27Video } from "./catalogue/wan27-video.ts";
import { wan3Video } from "./catalogue/wan3-video.ts";

export { servicePaths, type Model, type Region } from "./catalogue/model.ts";

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
