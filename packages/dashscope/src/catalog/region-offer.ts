import { MODELS } from "./catalog.ts";
import type { Model } from "../facts/model.ts";
import type { Region } from "../facts/region.ts";
import { REGION_NAMES } from "../facts/region.ts";
import { LISTED } from "../facts/shared-facts.ts";
import { retiresAt } from "./retirement.ts";

/** A model's name in a region that is known to offer it. */
function nameIn({ names }: Model, region: Region): string | undefined {
  return Object.entries(names).find(([, regions]) => regions.includes(region))?.[0];
}

/**
 * Whether a region may offer a model under this name. It does not when it is known to use another
 * name, or is documented not to offer the model; only four regions have a table in DashScope's
 * "rate limit" page. A host that is not the provider's may offer everything.
 */
export function isOffered(model: Model, region: Region | undefined): boolean {
  if (region === undefined || model.regions.includes(region)) return true;
  if (nameIn(model, region) !== undefined) return false;
  return model.elsewhere === "unknown" || !LISTED.includes(region);
}

/** Whether one of these regions may offer the model; true without any region. */
export function isOfferedIn(model: Model, regions: readonly Region[]): boolean {
  return regions.length === 0 || regions.some((region) => isOffered(model, region));
}

/**
 * Why none of these regions offers a model, with its name in the first of them, as the end of a
 * sentence; null when one may offer it.
 */
export function refusalOf(model: Model, regions: readonly Region[]): string | null {
  const [region] = regions;
  if (region === undefined || isOfferedIn(model, regions)) return null;
  const other = nameIn(model, region);
  if (other !== undefined) return `is called ${other} in ${nameOf(region)}: use that name`;
  const offering = [...new Set(Object.values(model.names).flat())].map(nameOf).join(", ");
  return `is not available in ${nameOf(region)}; it is available in ${offering}`;
}

function nameOf(region: Region): string {
  return `${REGION_NAMES[region]} (${region})`;
}

/** The names of all models that one of these regions may offer at a time. */
export function namesIn(regions: readonly Region[], now: number): readonly string[] {
  return MODELS.filter((model) => isOfferedIn(model, regions) && now < retiresAt(model)).map(
    ({ id }) => id,
  );
}
