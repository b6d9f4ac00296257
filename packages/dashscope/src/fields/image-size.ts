import { z } from "zod";

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

/** An image's size: `width*height` within a range, described by `words`, or one of the names. */
export function imageSize(range: SizeRange, words: string, names: readonly string[] = []) {
  const message = `must be ${[...names, words].join(" or ")}`;
  return z
    .string(message)
    .refine((size) => names.includes(size) || fits(size, range), message)
    .optional();
}

/** Wan 2.5 and 2.6. DashScope's documentation: "Wan text to image". */
export const wanImageSize = imageSize(
  { leastPixels: 768 * 768, mostPixels: 1_440 * 1_440, mostRatio: 4 },
  "width*height with 768*768 to 1440*1440 pixels in total and a ratio of 1:4 to 4:1",
);
