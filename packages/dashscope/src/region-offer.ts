import { MODELS } from "./catalogue.ts";
import { LISTED } from "./catalogue/entry.ts";
import type { Model } from "./catalogue/model.ts";
import type { Region } from "./region.ts";
import { REGION_NAMES } from "./region.ts";

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

/** Why a model cannot be had in a region, and what it is called there, to complete a sentence; null when it can. */
export function refusalOf(model: Model, region: Region | undefined): string | null {
  if (region === undefined || isOffered(model, region)) return null;
  const here = `${REGION_NAMES[region]} (${region})`;
  const other = nameIn(model, region);
  if (other !== undefined) return `is called ${other} in ${here}`;
  const regions = [...new Set(Object.values(model.names).flat())];
  const places = regions.map((place) => `${REGION_NAMES[place]} (${place})`).join(", ");
  return `does not exist in ${here}; it is offered in ${places}`;
}

/** The names that a region knows, for those who asked for another. */
export function namesIn(region: Region | undefined): readonly string[] {
  return MODELS.filter((model) => isOffered(model, region)).map(({ id }) => id);
}
