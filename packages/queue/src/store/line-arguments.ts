import type { Generation, Queued } from "../generation/generation.ts";
import type { Lane } from "../generation/lane.ts";
import { isWaiting } from "../generation/status.ts";
import { rankOf } from "../generation/waiting/rank.ts";
import type { Keys } from "./keys.ts";
import type { StorePorts } from "./store-ports.ts";

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

/** Its place in the line of its model and tenant, from 1; null if it is not in it. */
export async function positionInLine(
  { redis, keys }: Pick<StorePorts, "redis" | "keys">,
  { id, tenant, request: { model } }: Queued,
): Promise<number | null> {
  const rank = await redis.zrank(keys.line(model, tenant), id);
  return rank === null ? null : rank + 1;
}
