import { Decimal } from "decimal.js";

import type { Usage } from "../answers/task.ts";
import type { FindModel } from "../catalog/catalog.ts";
import { findModel } from "../catalog/catalog.ts";
import type { Market } from "../facts/market.ts";
import type { Model } from "../facts/model.ts";
import type { CreateRequest } from "../checks/create-request.ts";
import { partsOf } from "../checks/rules.ts";
import type { Currency, Price } from "../facts/price.ts";
import type { Region } from "../facts/region.ts";
import { amountOf } from "../facts/price.ts";

const DEFAULT_REGION: Region = "cn-beijing";

/** An amount of money as an exact decimal. */
export interface Cost {
  readonly amount: string;
  readonly currency: Currency;
}

/**
 * The keys of the billed seconds, in order of preference. DashScope's documentation: the models'
 * API pages, "usage".
 */
const SECONDS = ["duration", "video_duration", "output_video_duration"];

/**
 * What the task of a request cost, by the provider's usage figures; null when they or the price
 * are unknown. What decides the price and is not among the figures is taken from the request.
 */
export function costOf(request: CreateRequest, usage: Usage, market: Market): Cost | null {
  const model = findModel(request.model);
  const units = model === undefined ? null : unitsIn(model, usage);
  return model === undefined || units === null
    ? null
    : costOfUnits(model, units, model.billing.tier(partsOf(request), usage), market);
}

/** The most that a request can cost; null when the price is unknown or nothing bounds it. */
export function estimateCost(
  request: CreateRequest,
  market: Market,
  find: FindModel = findModel,
): Cost | null {
  return estimateOf(request, market, find)?.cost ?? null;
}

/** The most that a request can cost, and what it is the product of. */
export interface Estimate {
  readonly cost: Cost;
  readonly basis: {
    /** The most units that may be billed. */
    readonly units: number;
    readonly unit: Price["unit"];
    /** The price of a unit in the price list of the region. */
    readonly perUnit: Cost;
    /** What decides the price besides the region, such as `720`; null if nothing does. */
    readonly tier: string | null;
    readonly region: Region;
    /** The date of the price list. */
    readonly asOf: string;
  };
}

/** Estimates the cost of a request; null when the price is unknown or nothing bounds it. */
export function estimateOf(
  request: CreateRequest,
  market: Market,
  find: FindModel = findModel,
): Estimate | null {
  const model = find(request.model);
  if (model === undefined) return null;
  const parts = partsOf(request);
  const units = model.billing.mostUnits(parts);
  if (units === null || !model.price) return null;
  const tier = model.billing.tier(parts, {});
  const cost = costOfUnits(model, new Decimal(units), tier, market);
  const { region = DEFAULT_REGION } = market;
  const amounts = model.price.amounts[region];
  const amount = amounts && amountOf(amounts, tier);
  if (cost === null || amount === undefined) return null;
  const { unit, asOf } = model.price;
  const perUnit = { amount, currency: amounts?.currency ?? cost.currency };
  return { cost, basis: { units, unit, perUnit, tier: tier ?? null, region, asOf } };
}

function unitsIn({ price, usageKey }: Model, usage: Usage): Decimal | null {
  if (price?.unit === "million tokens")
    return decimalOf(usage[usageKey])?.dividedBy(1_000_000) ?? null;
  const keys = price?.unit === "image" ? [usageKey] : [usageKey, ...SECONDS];
  for (const key of keys) {
    const units = decimalOf(usage[key]);
    if (units !== null) return units;
  }
  return null;
}

/**
 * One unit of the other currency. Inferred from prices that the provider publishes in both: those
 * of Beijing in USD, and those of Singapore in CNY.
 */
const RATES: Readonly<Record<Currency, string>> = { CNY: "7.33924", USD: "0.143353" };

/** The currency in which an account is billed, whether the price of a model is known or not. */
export function currencyOf({
  region = DEFAULT_REGION,
  site = region === "cn-beijing" ? "china" : "international",
}: Market): Currency {
  return site === "china" ? "CNY" : "USD";
}

function costOfUnits(
  { price }: Model,
  units: Decimal,
  tier: string | undefined,
  market: Market,
): Cost | null {
  const { region = DEFAULT_REGION } = market;
  const amounts = price?.amounts[region];
  const perUnit = amounts && amountOf(amounts, tier);
  if (perUnit === undefined) return null;
  const listed = units.times(perUnit);
  const currency = currencyOf(market);
  const amount = currency === amounts?.currency ? listed : listed.times(RATES[currency]);
  return { amount: amount.toFixed(Math.max(2, amount.decimalPlaces())), currency };
}

/** Usage figures are integers, floats or text. */
function decimalOf(value: unknown): Decimal | null {
  if (typeof value !== "number" && typeof value !== "string") return null;
  try {
    const decimal = new Decimal(value);
    return decimal.isFinite() && decimal.gte(0) ? decimal : null;
  } catch {
    return null;
  }
}
