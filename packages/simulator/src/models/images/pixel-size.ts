import type { Check } from "../../checks/check.ts";
import { invalid } from "../../checks/check.ts";
import { valueAt } from "../../checks/create-body.ts";

export interface PixelRange {
  readonly sides?: readonly [least: number, most: number];
  readonly pixels?: readonly [least: number, most: number];
  /** The maximum ratio of the longer side to the shorter one. */
  readonly ratio?: number;
  /** Names that a size may have instead of `width*height`. */
  readonly names?: readonly string[];
}

/** The sizes of most Wan image models since 2.5. */
export const WAN_AREA: PixelRange = { pixels: [768 * 768, 1440 * 1440], ratio: 4 };

/** `parameters.size` as `width*height` in a range. Source: the image models' pages. */
export function pixelSize(range: PixelRange): Check {
  return {
    name: "parameters.size range",
    find: ({ body }) => {
      const size = valueAt(body, "parameters.size");
      if (size === undefined || isInRange(size, range)) return null;
      return invalid("The size is not match the range of the model.");
    },
  };
}

export function isInRange(
  size: unknown,
  { sides, pixels, ratio, names = [] }: PixelRange,
): boolean {
  if (typeof size !== "string") return false;
  if (names.includes(size)) return true;
  const [, width, height] = /^(\d{1,5})\*(\d{1,5})$/.exec(size) ?? [];
  const [short, long] = [Number(width), Number(height)].toSorted((one, other) => one - other);
  if (short === undefined || long === undefined || !(short > 0)) return false;
  const [leastSide, mostSide] = sides ?? [1, Infinity];
  const [least, most] = pixels ?? [1, Infinity];
  const isShaped = long / short <= (ratio ?? Infinity);
  return (
    short >= leastSide &&
    long <= mostSide &&
    short * long >= least &&
    short * long <= most &&
    isShaped
  );
}
