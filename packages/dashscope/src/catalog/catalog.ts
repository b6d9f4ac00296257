import { ENTRIES } from "../models/all-models.ts";
import { modelsOf } from "../facts/entry.ts";
import type { Limits, Model } from "../facts/model.ts";
import type { Region } from "../facts/region.ts";

/** Every known model, once for each of its names. */
export const MODELS: readonly Model[] = ENTRIES.flatMap(modelsOf);

const BY_ID = new Map(MODELS.map((model) => [model.id, model]));

/** Looks up a model by any of its names; undefined when it is unknown. */
export type FindModel = (id: string) => Model | undefined;

export const findModel: FindModel = (id) => BY_ID.get(id);

/**
 * The group whose limits a model counts against: all names of one model share limits, and so do
 * some models.
 */
export function limitGroupOf(id: string, find: FindModel = findModel): string {
  return find(id)?.limitGroup ?? id;
}

/** The name under which a model is sent to the provider, and by which it lists tasks. */
export function sentNameOf(id: string, find: FindModel): string {
  return find(id)?.sentAs ?? id;
}

/**
 * The provider's names of the models of a limit group. A group that the catalog does not know is
 * one unknown model.
 */
export function modelsInGroup(group: string): readonly string[] {
  const known = MODELS.filter(({ limitGroup }) => limitGroup === group).map((model) => model.id);
  return known.length > 0 ? known : [group];
}

/**
 * Whether two names are the same model: Beijing uses `wanx` where other regions use `wan`, and a
 * name with a date is a snapshot, which the provider may show for the name without one.
 */
export function isSameModel(one: string, other: string): boolean {
  const [ours, theirs] = [undated(one), undated(other)];
  return ours === theirs || Object.hasOwn(findModel(ours)?.names ?? {}, theirs);
}

function undated(id: string): string {
  return id.replace(/-\d{4}-\d{2}-\d{2}$/, "");
}

/** The limits of a model in a region; an unknown region counts as Beijing. */
export function limitsIn(model: Model, region: Region | undefined): Limits {
  return model.limitsIn?.[region ?? "cn-beijing"] ?? model.limits;
}
