import type { Confidence } from "./confidence.ts";
import type { Region } from "./region.ts";

export type Currency = "CNY" | "USD";

/** The tier of a price that does not depend on the resolution. */
export const ANY = "any";

/** The price of a second or an image. Prices change, so each has a date and a source. */
export interface Price {
  readonly unit: "second" | "image";
  /** By region, then by tier: the lines of the resolution, or `ANY`. */
  readonly amounts: Readonly<
    Partial<
      Record<
        Region,
        { readonly currency: Currency; readonly perUnit: Readonly<Record<string, string>> }
      >
    >
  >;
  /** `YYYY-MM` or `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly source: string;
  readonly confidence: Confidence;
}

const QUOTED = {
  asOf: "2026-11",
  source: "Model Studio price list, as quoted by third parties",
  confidence: "third-party",
} as const;

/** Beijing's price per second of video, by tier. */
export function perSecond(
  perUnit: Readonly<Record<string, string>>,
  about: Partial<Price> = {},
): Price {
  return {
    unit: "second",
    amounts: { "cn-beijing": { currency: "CNY", perUnit } },
    ...QUOTED,
    ...about,
  };
}

/** Beijing's price per image. */
export function perImage(amount: string): Price {
  return {
    unit: "image",
    amounts: { "cn-beijing": { currency: "CNY", perUnit: { [ANY]: amount } } },
    ...QUOTED,
  };
}

/** The price of one unit; null when the region or the tier has none. */
export function unitPrice(
  price: Price,
  region: Region,
  tier: string | undefined,
): { readonly amount: string; readonly currency: Currency } | null {
  const prices = price.amounts[region];
  if (prices === undefined) return null;
  const perUnit = new Map(Object.entries(prices.perUnit));
  const amount = perUnit.get(ANY) ?? (tier === undefined ? undefined : perUnit.get(tier));
  return amount === undefined ? null : { amount, currency: prices.currency };
}
