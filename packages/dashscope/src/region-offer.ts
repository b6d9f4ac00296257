import { MODELS } from "./catalogue.ts";
import { LISTED } from "./catalogue/entry.ts";
import type { Model } from "./catalogue/model.ts";
import type { Region } from "./region.ts";
import { REGION_NAMES } from "./region.ts";

/**
 * Whether a region has a model under this name. Its offer is known for the four regions of DashScope's "rate limit" page;
 * all others are taken to have everything, as is a host that is not the provider's.
 */
export function isOffered(model: Model, region: Region | undefined): boolean {
  return region === undefined || !LISTED.includes(region) || model.regions.includes(region);
}

/** Why a model cannot be had in a region, and what it is called there, to complete a sentence; null when it can. */
export function refusalOf(model: Model, region: Region | undefined): string | null {
  if (region === undefined || isOffered(model, region)) return null;
  const here = `${REGION_NAMES[region]} (${region})`;
  const other = Object.entries(model.names).find(([, regions]) => regions.includes(region))?.[0];
  if (other !== undefined) return `is called ${other} in ${here}`;
  const places = [...new Set(Object.values(model.names).flat())].map(
    (place) => `${REGION_NAMES[place]} (${place})`,
  );
  return `does not exist in ${here}; it is offered in ${places.join(", ")}`;
}

/** The names that a region knows, for those who asked for another. */
export function namesIn(region: Region | undefined): readonly string[] {
  return MODELS.filter((model) => isOffered(model, region)).map(({ id }) => id);
}
