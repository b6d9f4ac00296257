import type { Generation, Keys } from "@dashqueue/queue/internal";
import { isWaiting } from "@dashqueue/queue/internal";

import type { RedisModel } from "../models/redis-model.ts";

interface Watched {
  readonly redis: RedisModel;
  readonly keys: Keys;
  readonly lane: { readonly model: string };
}

/**
 * Returns the check of the line, for every state: a generation is in the line or parked exactly as
 * long as its record waits, and tenants of equal weight take turns (G12).
 */
export function createLineCheck({ redis, keys, lane: { model } }: Watched) {
  /** For each generation in the line: how often others were admitted before it came. */
  const before = new Map<string, number>();
  let picks: Readonly<Record<string, string>> = {};

  const isInLine = ({ id, tenant }: Generation) =>
    redis.hget(keys.line(model, tenant), id) !== null;
  const isParked = ({ id }: Generation) => redis.hget(keys.parked(model), id) !== null;

  function misplaced(all: readonly Generation[]): string[] {
    return all
      .filter((one) => isWaiting(one) !== (isInLine(one) || isParked(one)))
      .map(({ id, status }) => `the line is wrong about ${id}, which is ${status}`);
  }

  function watchArrivals(all: readonly Generation[]): void {
    for (const one of all)
      if (!isInLine(one)) before.delete(one.id);
      else if (!before.has(one.id)) before.set(one.id, admissions(all, others(one.tenant)));
  }

  /** A tenant that was admitted while another waits, which never was, lets that one go first. */
  function unfair(all: readonly Generation[], tenant: string): string[] {
    const taken = new Set(Object.values(picks).map((pick) => pick.split(":")[2]));
    return all
      .filter((one) => one.tenant !== tenant && isInLine(one) && !taken.has(one.id))
      .filter((one) => admissions(all, only(one.tenant)) === 0)
      .filter((one) => admissions(all, only(tenant)) > (before.get(one.id) ?? Infinity))
      .map(({ id }) => `G12: ${tenant} is served again while ${id} of another tenant waits`);
  }

  return (all: readonly Generation[]): string[] => {
    const last = picks;
    picks = redis.hgetall(keys.picks(model));
    const fresh = Object.entries(picks).filter(([ticket, pick]) => last[ticket] !== pick);
    const problems = fresh.flatMap(([, pick]) => unfair(all, pick.split(":")[1] ?? ""));
    watchArrivals(all);
    return [...problems, ...misplaced(all)];
  };
}

const only = (tenant: string) => (one: Generation) => one.tenant === tenant;
const others = (tenant: string) => (one: Generation) => one.tenant !== tenant;

function admissions(
  all: readonly Generation[],
  isCounted: (generation: Generation) => boolean,
): number {
  return all.filter(isCounted).reduce((sum, { attempts }) => sum + attempts, 0);
}
