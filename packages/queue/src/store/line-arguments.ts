import type { Generation } from "../generation/generation.ts";
import type { Lane } from "../generation/lane.ts";
import { isWaiting, rankOf } from "../generation/waiting.ts";
import type { Keys } from "./keys.ts";

/** The keys of `change.lua` about the line of a generation's model and the shares of its lane. */
export function lineKeys(
  keys: Keys,
  { tenant, request: { model } }: Generation,
  lane: Lane,
): string[] {
  return [
    keys.line(model, tenant),
    keys.lineTenants(model),
    keys.parked(model),
    keys.holders(lane),
    keys.shares(lane.model),
    keys.tenant(tenant),
    keys.tenantSlots(tenant),
  ];
}

/** The arguments of `change.lua` about the line. */
export function lineArguments(
  keys: Keys,
  current: Generation,
  next: Generation,
): (string | number)[] {
  return [moveOf(current, next), rankOf(next), next.tenant, keys.generation("")];
}

/** A generation waits in the line of its model as long as its record says so. */
function moveOf(from: Generation, to: Generation): "enter" | "leave" | "keep" {
  if (isWaiting(from) === isWaiting(to)) return "keep";
  return isWaiting(to) ? "enter" : "leave";
}
