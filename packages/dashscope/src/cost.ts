import { Decimal } from "decimal.js";

import { findModel } from "./catalogue.ts";
import type { Region } from "./region.ts";
import type { CreateRequest } from "./request.ts";
import type { Usage } from "./task.ts";

/** Money as exact decimals. */
export interface Cost {
  readonly amount: string;
  readonly currency: "CNY" | "USD";
}

/** Where the provider says how many seconds it bills; in this order. Source: the models' API pages, "usage". */
const SECONDS = ["duration", "video_duration", "output_video_duration"];

/** What a result cost, from what the provider counted; null where that or the price is unknown. A host without a region counts as Beijing. */
export function costOf(model: string, usage: Usage, region: Region | undefined): Cost | null {
  for (const key of SECONDS) {
    const seconds = decimalOf(usage[key]);
    if (seconds !== null) return costOfSeconds(model, seconds, region);
  }
  return null;
}

/** The most that a request can cost, before it is sent; null where the price is unknown. */
export function estimateCost(request: CreateRequest, region: Region | undefined): Cost | null {
  const model = findModel(request.model);
  return model === undefined ? null : costOfSeconds(model.id, new Decimal(model.mostSeconds), region);
}

function costOfSeconds(id: string, seconds: Decimal, region: Region | undefined): Cost | null {
  const price = findModel(id)?.price.perSecond[region ?? "cn-beijing"];
  if (price === undefined) return null;
  const amount = seconds.times(price.amount);
  return { amount: amount.toFixed(Math.max(2, amount.decimalPlaces())), currency: price.currency };
}

/** Numbers come as integers, floats or text. */
function decimalOf(value: unknown): Decimal | null {
  if (typeof value !== "number" && typeof value !== "string") return null;
  try {
    const decimal = new Decimal(value);
    return decimal.isFinite() && decimal.gte(0) ? decimal : null;
  } catch {
    return null;
  }
}
