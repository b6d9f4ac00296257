import type { Region } from "../client/region.ts";
import type { Confidence } from "../catalogue/model.ts";

export type Currency = "CNY" | "USD";

/** The tier of a price that does not depend on the resolution. */
export const ANY = "any";

/** What a second or an image costs. Prices change: each has its date and source. */
export interface Price {
  readonly unit: "second" | "image";
  /** By region, and there by tier: the lines of the resolution, or `ANY`. */
  readonly amounts: Readonly<
    Partial<
      Record<
        Region,
        { readonly currency: Currency; readonly perUnit: Readonly<Record<string, string>> }
      >
    >
  >;
  /** `YYYY-MM`, or the day. */
  readonly asOf: string;
  readonly source: string;
  readonly confidence: Confidence;
}

const QUOTED = {
  asOf: "2026-11",
  source: "Model Studio price list, as third parties quote it",
  confidence: "third-party",
} as const;

/** Beijing's price of a second of video, by tier. */
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

/** Beijing's price of an image. */
export function perImage(amount: string): Price {
  return {
    unit: "image",
    amounts: { "cn-beijing": { currency: "CNY", perUnit: { [ANY]: amount } } },
    ...QUOTED,
  };
}

/** The price of one unit; null where the region or the tier has none. */
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
