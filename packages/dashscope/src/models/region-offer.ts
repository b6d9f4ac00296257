import { MODELS } from "./catalogue.ts";
import { LISTED } from "../catalogue/entry.ts";
import type { Model } from "../catalogue/model.ts";
import type { Region } from "../client/region.ts";
import { REGION_NAMES } from "../client/region.ts";

/** The name under which a region is known to have a model. */
function nameIn({ names }: Model, region: Region): string | undefined {
  return Object.entries(names).find(([, regions]) => regions.includes(region))?.[0];
}

/**
 * Whether a model may be asked for under this name. It may not where the region is known to call it otherwise, or is
 * documented not to have it; only four regions have a table in DashScope's "rate limit" page. A host that is not the
 * provider's may have everything.
 */
export function isOffered(model: Model, region: Region | undefined): boolean {
  if (region === undefined || model.regions.includes(region)) return true;
  if (nameIn(model, region) !== undefined) return false;
  return model.elsewhere === "unknown" || !LISTED.includes(region);
}

/** Whether one of these regions has it; without any, nothing is known against it. */
export function isOfferedIn(model: Model, regions: readonly Region[]): boolean {
  return regions.length === 0 || regions.some((region) => isOffered(model, region));
}

/**
 * Why a model cannot be had in any of these regions, and what it is called in the first of them, to complete a sentence; null
 * when it can.
 */
export function refusalOf(model: Model, regions: readonly Region[]): string | null {
  const [region] = regions;
  if (region === undefined || isOfferedIn(model, regions)) return null;
  const here = `${REGION_NAMES[region]} (${region})`;
  const other = nameIn(model, region);
  if (other !== undefined) return `is called ${other} in ${here}`;
  const offering = [...new Set(Object.values(model.names).flat())];
  const places = offering.map((place) => `${REGION_NAMES[place]} (${place})`).join(", ");
  return `does not exist in ${here}; it is offered in ${places}`;
}

/** The names that these regions know, for those who asked for another. */
export function namesIn(regions: readonly Region[]): readonly string[] {
  return MODELS.filter((model) => isOfferedIn(model, regions)).map(({ id }) => id);
}
