import { z } from "zod";

/** A class of resolution, by which prices go. */
export type Tier = "480" | "720" | "1080";

/** What each tier offers. DashScope's documentation: "Wan text to video". */
const SIZES: Readonly<Record<Tier, readonly string[]>> = {
  "480": ["832*480", "480*832", "624*624"],
  "720": ["1280*720", "720*1280", "960*960", "1088*832", "832*1088"],
  "1080": ["1920*1080", "1080*1920", "1440*1440", "1632*1248", "1248*1632"],
};

const TIER_OF_SIZE = new Map(
  Object.entries(SIZES).flatMap(([tier, sizes]) => sizes.map((size) => [size, tier] as const)),
);

/** The tier of a video's size as `width*height`; undefined for one that is not documented. */
export function tierOfSize(size: string): string | undefined {
  return TIER_OF_SIZE.get(size);
}

/** The documented sizes of some tiers. */
export function videoSize(...tiers: readonly Tier[]) {
  return z.enum(tiers.flatMap((tier) => SIZES[tier])).optional();
}

/** `480P`, `720P`, `1080P`. */
export function resolution(...tiers: readonly Tier[]) {
  return z.enum(tiers.map((tier) => `${tier}P`)).optional();
}

export interface SizeRange {
  readonly leastSide?: number;
  readonly mostSide?: number;
  readonly leastPixels?: number;
  readonly mostPixels?: number;
  /** Of the longer side to the shorter one. */
  readonly mostRatio?: number;
}

const SIZE = /^(\d{1,5})\*(\d{1,5})$/;

/** Whether a text is `width*height` within a range; false for any other text. */
export function fits(size: string, range: SizeRange): boolean {
  const [, width, height] = SIZE.exec(size) ?? [];
  const sides = [Number(width), Number(height)].sort((a, b) => a - b);
  const [short = Number.NaN, long = Number.NaN] = sides;
  const {
    leastSide = 1,
    mostSide = Infinity,
    leastPixels = 1,
    mostPixels = Infinity,
    mostRatio = Infinity,
  } = range;
  return (
    short >= leastSide &&
    long <= mostSide &&
    short * long >= leastPixels &&
    short * long <= mostPixels &&
    long / short <= mostRatio
  );
}

/** An image's size: `width*height` within a range, or one of the names. */
export function imageSize(range: SizeRange, words: string, names: readonly string[] = []) {
  const message = `must be ${[...names, words].join(" or ")}`;
  return z
    .string(message)
    .refine((size) => names.includes(size) || fits(size, range), message)
    .optional();
}
