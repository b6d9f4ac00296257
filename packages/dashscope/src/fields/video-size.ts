import { z } from "zod";

/** A class of resolution; prices depend on it. */
export type Tier = "480" | "720" | "1080";

/** The sizes of each tier. DashScope's documentation: "Wan text to video". */
const SIZES: Readonly<Record<Tier, readonly string[]>> = {
  "480": ["832*480", "480*832", "624*624"],
  "720": ["1280*720", "720*1280", "960*960", "1088*832", "832*1088"],
  "1080": ["1920*1080", "1080*1920", "1440*1440", "1632*1248", "1248*1632"],
};

const TIER_OF_SIZE = new Map(
  Object.entries(SIZES).flatMap(([tier, sizes]) => sizes.map((size) => [size, tier] as const)),
);

/**
 * The tier of a video's size, given as `width*height`; undefined for a size that is not documented.
 */
export function tierOfSize(size: string): string | undefined {
  return TIER_OF_SIZE.get(size);
}

/** `720P` for `1280*720`; undefined for anything but a documented size. */
export function resolutionOfSize(size: unknown): string | undefined {
  const tier = typeof size === "string" ? tierOfSize(size) : undefined;
  return tier === undefined ? undefined : `${tier}P`;
}

/** The size of 16:9, the default ratio; undefined for anything but a documented resolution. */
export function sizeOfResolution(resolution: unknown): string | undefined {
  return Object.entries(SIZES).find(([tier]) => `${tier}P` === resolution)?.[1][0];
}

/** The documented sizes of some tiers. */
export function videoSize(...tiers: readonly Tier[]) {
  return z.enum(tiers.flatMap((tier) => SIZES[tier])).optional();
}

/** `480P`, `720P`, `1080P`. */
export function resolution(...tiers: readonly Tier[]) {
  return z.enum(tiers.map((tier) => `${tier}P`)).optional();
}
