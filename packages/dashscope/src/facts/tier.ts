import type { Parts } from "../checks/rules.ts";
import { tierOfSize } from "../fields/video-size.ts";

/** The provider's usage figures of a task; before it has succeeded, there are none. */
export type UsageFigures = Readonly<Record<string, unknown>>;

/**
 * The tier that a request selects in its model's price table. What the usage figures say counts;
 * the request decides the rest. Where neither says it, the tier is the model's default, or the
 * dearest if the default is not documented: an estimate is never lower than the bill.
 */
export type TierOf = (parts: Parts, usage: UsageFigures) => string | undefined;

/** Keys of the resolution. DashScope's documentation: the models' API pages. */
const USAGE_KEYS = ["SR", "size", "video_ratio"];
const REQUEST_KEYS = ["resolution", "size"];

/**
 * The lines of the resolution: `720`, read from 720, "720", "720P" or "1280*720".
 *
 * @param standard that of a request without a resolution.
 * @param ofSize the tiers of `width*height`, where they are not those of the Wan models.
 */
export function resolutionTier(
  standard?: string,
  ofSize: (size: string) => string | undefined = tierOfSize,
): TierOf {
  return ({ parameters }, usage) => {
    const named = resolutionIn(usage, USAGE_KEYS, ofSize);
    if (named !== undefined) return named;
    const isAsked = REQUEST_KEYS.some((key) => typeof parameters[key] === "string");
    return isAsked ? resolutionIn(parameters, REQUEST_KEYS, ofSize) : standard;
  };
}

function resolutionIn(
  fields: UsageFigures,
  keys: readonly string[],
  ofSize: (size: string) => string | undefined,
): string | undefined {
  for (const key of keys) {
    const value = fields[key];
    if (typeof value !== "number" && typeof value !== "string") continue;
    const tier = /^(\d+)P?$/i.exec(String(value))?.[1] ?? ofSize(String(value));
    if (tier !== undefined) return tier;
  }
  return undefined;
}

/**
 * The resolution, and whether the video has sound: `720 audio`, or `720` for a silent one. A
 * request that does not say it counts as one with sound.
 */
export function soundTier(resolution: TierOf): TierOf {
  return (parts, usage) => {
    const tier = resolution(parts, usage);
    const hasSound = flagIn(usage, "audio") ?? flagIn(parts.parameters, "audio") ?? true;
    return tier !== undefined && hasSound ? `${tier} audio` : tier;
  };
}

function flagIn(fields: UsageFigures, key: string): boolean | undefined {
  const value = fields[key];
  return typeof value === "boolean" ? value : undefined;
}
