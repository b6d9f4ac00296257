import type { Confidence } from "./confidence.ts";
import type { Region } from "./region.ts";

export type Currency = "CNY" | "USD";

/** The tier of a price that depends on nothing but the region. */
export const ANY = "any";

/** Prices of one unit, by tier. */
export interface Amounts {
  readonly currency: Currency;
  readonly perUnit: Readonly<Record<string, string>>;
}

/** The price of a unit. Prices change, so each has a date and a source. */
export interface Price {
  /** Seconds are those of the video, or of the audio that was transcribed. */
  readonly unit: "second" | "image" | "million tokens";
  /** What each region's price list says. A region without an entry has no known price. */
  readonly amounts: Readonly<Partial<Record<Region, Amounts>>>;
  /** `YYYY-MM` or `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly source: string;
  /** That of the weakest amount. */
  readonly confidence: Confidence;
}

const PUBLISHED = {
  asOf: "2026-04",
  source: "Model Studio price list",
  confidence: "docs",
} as const;

/** What is known of a price that was read in no official list. */
export const QUOTED = {
  asOf: "2026-11",
  source: "Model Studio price list, as quoted by third parties",
  confidence: "third-party",
} as const;

/**
 * A price per second of video.
 *
 * @param about its date and source, where it is not from the provider's price list.
 */
export function perSecond(amounts: Price["amounts"], about: Partial<Price> = {}): Price {
  return { unit: "second", amounts, ...PUBLISHED, ...about };
}

/** A price per million tokens of input. */
export function perMillionTokens(amounts: Price["amounts"]): Price {
  return { unit: "million tokens", amounts, ...PUBLISHED };
}

/** A price per image. */
export function perImage(amounts: Price["amounts"], about: Partial<Price> = {}): Price {
  return { unit: "image", amounts, ...PUBLISHED, ...about };
}

/** Amounts by tier, or one amount for all tiers. */
type Listed = Amounts["perUnit"] | string;

export function cny(listed: Listed): Amounts {
  return { currency: "CNY", perUnit: typeof listed === "string" ? { [ANY]: listed } : listed };
}

export function usd(listed: Listed): Amounts {
  return { ...cny(listed), currency: "USD" };
}

export function inBeijing(listed: Listed): Price["amounts"] {
  return { "cn-beijing": cny(listed) };
}

/** The lists of Beijing and Singapore. */
export function inAsia(beijing: Listed, singapore: Listed): Price["amounts"] {
  return { ...inBeijing(beijing), "ap-southeast-1": usd(singapore) };
}

/** The amount of a tier; undefined where it has none. */
export function amountOf({ perUnit }: Amounts, tier: string | undefined): string | undefined {
  const amounts = new Map(Object.entries(perUnit));
  return amounts.get(ANY) ?? (tier === undefined ? undefined : amounts.get(tier));
}
