import type { TenantInLine } from "@dashqueue/queue/internal";
import { fairOrder } from "@dashqueue/queue/internal";

/** What the scripts of the line need of the model of Redis. */
export interface LinePlace {
  hget(key: string, field: string): string | null;
  hgetall(key: string): Readonly<Record<string, string>>;
  hset(key: string, fields: Readonly<Record<string, string>>): void;
  hdel(key: string, field: string): void;
  members(key: string): readonly string[];
  now(): number;
}

/** `enter_line` of `prelude.lua`. */
export function enterLine(
  redis: LinePlace,
  [line, tenants]: readonly [string, string],
  { id, rank, tenant }: { readonly id: string; readonly rank: string; readonly tenant: string },
): void {
  if (redis.hget(line, id) === null) redis.hset(line, { [id]: rank });
  if (redis.hget(tenants, tenant) === null) redis.hset(tenants, { [tenant]: "new" });
}

/** `leave_line` of `prelude.lua`. */
export function leaveLine(
  redis: LinePlace,
  [line, tenants]: readonly [string, string],
  { id, tenant }: { readonly id: string; readonly tenant: string },
): void {
  redis.hdel(line, id);
  if (Object.keys(redis.hgetall(line)).length === 0) redis.hdel(tenants, tenant);
}

/** `limit_of` of `prelude.lua`. */
export function limitOf(redis: LinePlace, lane: string, limit: number, raiseMs: number): number {
  const lowered = Number(redis.hget(lane, "limit") ?? Infinity);
  const raised = Math.floor((redis.now() - Number(redis.hget(lane, "limitAt"))) / raiseMs);
  return Math.min(limit, lowered + raised);
}

/** `reaches_limit` of `prelude.lua`, without an earlier version. */
export function reachesLimit(redis: LinePlace, tenant: string, slots: string): boolean {
  const limit = redis.hget(tenant, "maxInFlight");
  return limit !== null && redis.members(slots).length >= Number(limit);
}

export function weightOf(redis: LinePlace, tenant: string): number {
  return Number(redis.hget(tenant, "weight") ?? 1);
}

function waits(redis: LinePlace, record: string): boolean {
  return redis.hget(record, "status") === "queued" && !redis.hget(record, "slot");
}

/** The script that parks a generation, in `line.ts`. */
export function park(
  redis: LinePlace,
  [record = "", line = "", tenants = "", parked = "", behindAll = ""]: readonly string[],
  [id = "", tenant = "", waitMs = "", comesBack = ""]: readonly string[],
): null {
  const rank = redis.hget(line, id);
  if (rank === null || !waits(redis, record)) return null;
  leaveLine(redis, [line, tenants], { id, tenant });
  const ranks: Record<string, number> = {
    last: Number(rank) - (Number(rank) % 1e13) + redis.now(),
    "behind all": 11e13 + redis.now(),
  };
  if (comesBack === "behind all") redis.hset(behindAll, { [`${tenant}:${id}`]: "0" });
  redis.hset(record, { parked: `${ranks[comesBack] ?? rank}:${tenant}` });
  redis.hset(parked, { [id]: String(redis.now() + Number(waitMs)) });
  return null;
}

/** The script that passes over a tenant, in `line.ts`. */
export function rest(
  redis: LinePlace,
  [tenants = ""]: readonly string[],
  [tenant = "", waitMs = ""]: readonly string[],
): null {
  if (redis.hget(tenants, tenant) !== null)
    redis.hset(tenants, { [tenant]: String(redis.now() + Number(waitMs)) });
  return null;
}

/** `pick.lua`. */
export function pick(
  redis: LinePlace,
  keys: readonly string[],
  parameters: readonly string[],
): readonly unknown[] {
  const [tenants = "", parked = "", picks = "", shares = "", ...laneKeys] = keys;
  const [ticket = "", own = "", ownTenant = "", ownRank = "", pickMs = "", expected = ""] =
    parameters;
  const [records = "", lines = "", tenantKeys = "", tenantSlots = "", ...limits] =
    parameters.slice(6);
  const isWaiting = (id: string) => waits(redis, records + id);
  const enter = (id: string, rank: string, tenant: string) => {
    if (isWaiting(id)) enterLine(redis, [lines + tenant, tenants], { id, rank, tenant });
  };

  for (const [id, due] of Object.entries(redis.hgetall(parked))) {
    if (Number(due) > redis.now()) continue;
    redis.hdel(parked, id);
    const [rank = "", tenant] = (redis.hget(records + id, "parked") ?? "").split(":");
    redis.hdel(records + id, "parked");
    if (tenant !== undefined) enter(id, rank, tenant);
  }
  if (own !== "" && redis.hget(parked, own) === null) enter(own, ownRank, ownTenant);

  const others: { id: string; tenant: string; ends: number }[] = [];
  for (const [holder, held] of Object.entries(redis.hgetall(picks))) {
    const [ends = "", tenant = "", id = ""] = held.split(":");
    if (holder === ticket || Number(ends) <= redis.now() || !isWaiting(id))
      redis.hdel(picks, holder);
    else others.push({ id, tenant, ends: Number(ends) });
  }
  const free = laneKeys.reduce((sum, key, index) => {
    if (index % 2 === 0) return sum;
    const limit = limitOf(redis, key, Number(limits[index - 1]), Number(limits[index]));
    return sum + Math.max(0, limit - redis.members(laneKeys[index - 1] ?? "").length);
  }, 0);
  if (others.length >= Math.max(1, free))
    return ["crowded", Math.min(...others.map(({ ends }) => ends)) - redis.now()];

  const floor = Number(redis.hget(shares, "floor") ?? 0);
  const rests = (state: string) => Number(state) > redis.now();
  const inLine = Object.entries(redis.hgetall(tenants)).map(([tenant, state]): TenantInLine => ({
    tenant,
    weight: weightOf(redis, tenantKeys + tenant),
    at: Number(redis.hget(shares, `at:${tenant}`) ?? 0),
    isNew: state === "new" || Number(state) <= redis.now(),
    isFull: rests(state) || reachesLimit(redis, tenantKeys + tenant, tenantSlots + tenant),
    picks: others.filter((other) => other.tenant === tenant).length,
  }));
  const fair = fairOrder(inLine, floor, Number(expected));
  for (const { tenant, at } of fair.tenants) {
    redis.hset(shares, { [`at:${tenant}`]: String(at) });
    if (!rests(redis.hget(tenants, tenant) ?? "")) redis.hset(tenants, { [tenant]: "known" });
  }
  for (const { tenant, at } of fair.order) {
    const line = lines + tenant;
    const [id] = Object.entries(redis.hgetall(line))
      .filter(([id]) => isWaiting(id) && !others.some((other) => other.id === id))
      .toSorted(
        ([id, rank], [otherId, other]) => Number(rank) - Number(other) || (id < otherId ? -1 : 1),
      )
      .map(([id]) => id);
    if (id === undefined) continue;
    redis.hset(picks, { [ticket]: `${redis.now() + Number(pickMs)}:${tenant}:${id}` });
    redis.hset(shares, { floor: String(Math.max(floor, at)) });
    return ["picked", id, tenant];
  }
  const resting = Object.values(redis.hgetall(tenants)).filter(rests).map(Number);
  if (inLine.some(({ isFull }) => isFull))
    return ["tenants-full", ...(resting.length > 0 ? [Math.min(...resting) - redis.now()] : [])];
  if (own === "" || !isWaiting(own)) return ["nobody"];
  const dues = Object.values(redis.hgetall(parked)).map(Number);
  const picked = others.filter(({ id }) => id === own).map(({ ends }) => ends);
  return ["later", Math.max(0, Math.min(...dues, ...picked) - redis.now())];
}
