import { modelsOf } from "../catalogue/entry.ts";
import { HAPPYHORSE } from "../catalogue/happyhorse.ts";
import { IMAGES } from "../catalogue/images.ts";
import type { Limits, Model } from "../catalogue/model.ts";
import { VACE } from "../catalogue/vace.ts";
import { VENDORS } from "../catalogue/vendors.ts";
import { WAN_IMAGE_TO_VIDEO } from "../catalogue/wan-image-to-video.ts";
import { WAN_ANIMATION } from "../catalogue/wan-animation.ts";
import { WAN_REFERENCES } from "../catalogue/wan-references.ts";
import { WAN_TEXT_TO_VIDEO } from "../catalogue/wan-text-to-video.ts";
import { WAN27_VIDEO } from "../catalogue/wan27-video.ts";
import { WAN3_VIDEO } from "../catalogue/wan3-video.ts";
import type { Region } from "../client/region.ts";

/** Every model that is known here, under each of its names. */
export const MODELS: readonly Model[] = [
  ...VACE,
  ...WAN_TEXT_TO_VIDEO,
  ...WAN_IMAGE_TO_VIDEO,
  ...WAN_ANIMATION,
  ...WAN_REFERENCES,
  ...WAN27_VIDEO,
  ...WAN3_VIDEO,
  ...HAPPYHORSE,
  ...VENDORS,
  ...IMAGES,
].flatMap(modelsOf);

const BY_ID = new Map(MODELS.map((model) => [model.id, model]));

/** Where models are looked up; undefined for one that is not known. */
export type FindModel = (id: string) => Model | undefined;

/** A model of the catalogue, by any of its names. */
export const findModel: FindModel = (id) => BY_ID.get(id);

/** The name that a model's limits are counted under: some models share them, and all names of one model do. */
export function limitGroupOf(id: string): string {
  return findModel(id)?.limitGroup ?? id;
}

/** Every name whose limits are counted together with this one's. */
export function modelsSharing(id: string): readonly string[] {
  const group = limitGroupOf(id);
  const known = MODELS.filter(({ limitGroup }) => limitGroup === group).map((model) => model.id);
  return known.length > 0 ? known : [id];
}

/** Whether two names are one model's: Beijing calls `wanx` what other regions call `wan`. */
export function isSameModel(one: string, other: string): boolean {
  return one === other || Object.hasOwn(findModel(one)?.names ?? {}, other);
}

/** What a model allows in a region; an unknown region counts as Beijing. */
export function limitsIn(model: Model, region: Region | undefined): Limits {
  return (region === undefined ? undefined : model.limitsIn?.[region]) ?? model.limits;
}
