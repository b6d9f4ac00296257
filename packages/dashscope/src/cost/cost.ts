import { Decimal } from "decimal.js";

import type { Usage } from "../answers/task.ts";
import type { FindModel } from "../catalog/catalog.ts";
import { findModel } from "../catalog/catalog.ts";
import type { Model } from "../facts/model.ts";
import type { Region } from "../facts/region.ts";
import { tierOfSize } from "../fields/video-size.ts";
import type { CreateRequest } from "../checks/create-request.ts";
import { partsOf } from "../checks/rules.ts";
import type { Currency } from "../facts/price.ts";
import { unitPrice } from "../facts/price.ts";

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
const TIERS = ["SR", "size", "video_ratio"];

/**
 * What a result cost, by the provider's usage figures; null when they or the price are unknown. A
 * host without a region counts as Beijing. Some usage figures lack the resolution: then it is taken
 * from the request, if given.
 */
export function costOf(
  model: string,
  usage: Usage,
  region: Region | undefined,
  request?: CreateRequest,
): Cost | null {
  const known = findModel(model);
  if (known === undefined) return null;
  const tier =
    tierIn(known, usage) ??
    (request === undefined ? undefined : known.billing.tier(partsOf(request)));
  const units = unitsIn(known, usage);
  return units === null ? null : costOfUnits(known, units, tier, region);
}

/** The most that a request can cost; null when the price is unknown or nothing bounds it. */
export function estimateCost(
  request: CreateRequest,
  region: Region | undefined,
  find: FindModel = findModel,
): Cost | null {
  const model = find(request.model);
  if (model === undefined) return null;
  const parts = partsOf(request);
  const units = model.billing.mostUnits(parts);
  return units === null
    ? null
    : costOfUnits(model, new Decimal(units), model.billing.tier(parts), region);
}

function unitsIn({ price, usage: shape }: Model, usage: Usage): Decimal | null {
  const keys = price?.unit === "image" ? [shape.units] : [shape.units, ...SECONDS];
  for (const key of keys) {
    const units = decimalOf(usage[key]);
    if (units !== null) return units;
  }
  return null;
}

/** `720`, read from 720, "720", "720P" or "1280*720". */
function tierIn({ usage: shape }: Model, usage: Usage): string | undefined {
  for (const key of [...(shape.tier === null ? [] : [shape.tier]), ...TIERS]) {
    const value = usage[key];
    if (typeof value !== "number" && typeof value !== "string") continue;
    const tier = /^(\d+)P?$/i.exec(String(value))?.[1] ?? tierOfSize(String(value));
    if (tier !== undefined) return tier;
  }
  return undefined;
}

function costOfUnits(
  { price }: Model,
  units: Decimal,
  tier: string | undefined,
  region: Region | undefined,
): Cost | null {
  const unit = price === null ? null : unitPrice(price, region ?? "cn-beijing", tier);
  if (unit === null) return null;
  const amount = units.times(unit.amount);
  return { amount: amount.toFixed(Math.max(2, amount.decimalPlaces())), currency: unit.currency };
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
