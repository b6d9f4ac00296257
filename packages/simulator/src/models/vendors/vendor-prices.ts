import type { Prices } from "../prices.ts";
import { cny } from "../prices.ts";

/** Prices for a second by the lines of the frame, in ascending order. */
export function byLines(lines: readonly number[], prices: readonly string[]): Prices {
  return cny(Object.fromEntries(prices.map((price, at) => [`${lines[at]}`, price])));
}

/** The same for silent videos and for those with sound. */
export function bySound(
  lines: readonly number[],
  silent: readonly string[],
  audio: readonly string[] = [],
): Prices {
  const named = (prices: readonly string[], sound: string) =>
    prices.map((price, at) => [`${lines[at]} ${sound}`, price] as const);
  return cny(Object.fromEntries([...named(silent, "silent"), ...named(audio, "audio")]));
}
