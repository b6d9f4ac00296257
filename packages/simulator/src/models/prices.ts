import type { Region } from "./regions.ts";

/** A unit's price as a decimal string: one for all rates, or one for each. */
export type Price = string | Readonly<Record<string, string>>;

export interface RegionalPrice {
  readonly currency: "CNY" | "USD";
  readonly price: Price;
}

/** Where a region has no price, none is known: a task then costs nothing here. */
export type Prices = Readonly<Partial<Record<Region, RegionalPrice>>>;

export const UNPRICED: Prices = {};

export function cny(price: Price): Prices {
  return { "cn-beijing": { currency: "CNY", price } };
}

/** The prices in Beijing and in Singapore. An international account pays in USD. */
export function cnyAndUsd(beijing: Price, singapore: Price): Prices {
  return { ...cny(beijing), "ap-southeast-1": { currency: "USD", price: singapore } };
}

/** @param rate what the price depends on; null where nothing does. */
export function unitPriceOf(
  prices: Prices,
  region: Region,
  rate: string | null,
): { readonly unitPrice: string; readonly currency: string } {
  const { price = "0", currency = "CNY" } = prices[region] ?? {};
  const unitPrice =
    typeof price === "string" ? price : (new Map(Object.entries(price)).get(rate ?? "") ?? "0");
  return { unitPrice, currency };
}
