import type { FindModel } from "@dashqueue/dashscope";
import { limitGroupOf } from "@dashqueue/dashscope";

import type { Generation, Queued } from "./generation.ts";

/** A model by the name under which it was requested, on one account. */
export interface AccountModel {
  readonly account: string;
  readonly model: string;
}

/** The unit of limits: one model, or several models that share their limits, on one account. */
export interface Lane {
  readonly account: string;
  /** The model's first name, or the name of the group. */
  readonly model: string;
}

/** The lane in which the configured catalog counts a model's tasks today. */
export function laneOf(account: string, model: string, findModel: FindModel): Lane {
  return { account, model: limitGroupOf(model, findModel) };
}

export function laneName({ account, model }: Lane): string {
  return `${account}:${model}`;
}

/** The lane of an attempt or of a kept slot, as it was when the slot was taken (G3). */
export function storedLane({ account, lane }: { readonly account: string; readonly lane: string }) {
  return { account, model: lane } satisfies Lane;
}

/** The lane whose slot a generation holds, or held last; null before its first attempt (G3). */
export function slotLane(generation: Generation): Lane | null {
  const holder = generation.status === "queued" ? generation.keptSlot : generation.attempt;
  return holder && storedLane(holder);
}

/**
 * The lane in which the next attempt on this account counts. A kept slot stays in the lane where it
 * was taken, even if a release has regrouped the model since (G3).
 */
export function nextLane(
  { keptSlot, request }: Queued,
  account: string,
  findModel: FindModel,
): Lane {
  return keptSlot?.account === account
    ? storedLane(keptSlot)
    : laneOf(account, request.model, findModel);
}
