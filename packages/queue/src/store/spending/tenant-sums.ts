import type { Currency } from "../../costs/cost-totals.ts";
import {
  daysOf,
  monthOf,
  nanosOf,
  tenantOfSpentField,
  tenantSpentField,
  totalsOf,
} from "../../costs/cost-totals.ts";
import { DEFAULT_TENANT } from "../../generation/tenant-id.ts";
import { runScript, scriptOf } from "../script.ts";
import type { StorePorts } from "../store-ports.ts";

/** What a tenant has spent in one currency. */
export interface TenantSum {
  readonly tenant: string;
  readonly currency: Currency;
}

type SumPorts = Pick<StorePorts, "redis" | "keys">;

// Adds up the totals of a day for one tenant, and keeps the sum: from then on, `change.lua` adds
// what each write changes. Most fields are of others, and decoding them would take long.
//
// Returns 1 if a stored sum was wrong, else 0.
//
// KEYS 1 costs of the day
// ARGV 1 tenant  2 currency  3 field of the sum  4 how the fields of its totals end
const COUNT_DAY = scriptOf(`
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
local spent = 0
local totals = redis.call("HGETALL", KEYS[1])
for i = 1, #totals, 2 do
  if string.sub(totals[i], -#ARGV[4]) == ARGV[4] then
    local place = cjson.decode(totals[i])
    if place[1] == "amount" and place[5] == ARGV[2] and (place[6] or "default") == ARGV[1] then
      spent = spent + totals[i + 1]
    end
  end
end
local kept, counted = redis.call("HGET", KEYS[1], ARGV[3]), string.format("%.0f", spent)
redis.call("HSET", KEYS[1], ARGV[3], counted)
return (kept and kept ~= counted) and 1 or 0`);

/**
 * Adds up what a tenant has spent on each of these days, one at a time, so that no script takes
 * long, whatever month is compared with a budget for the first time. Returns whether a stored sum
 * was wrong.
 */
export async function countSpent(
  { redis, keys }: SumPorts,
  { tenant, currency }: TenantSum,
  days: readonly string[],
): Promise<boolean> {
  const field = tenantSpentField(currency, tenant);
  const owner = tenant === DEFAULT_TENANT ? [] : [tenant];
  const ending = JSON.stringify([currency, ...owner]).slice(1);
  let wasWrong = false;
  for (const day of days) {
    const values = [tenant, currency, field, ending];
    wasWrong = (await runScript(redis, COUNT_DAY, 1, keys.costs(day), ...values)) === 1 || wasWrong;
  }
  return wasWrong;
}

// A day that has begun meanwhile is not counted yet: the next comparison counts the month again.
//
// Returns 1 if a stored sum was wrong, else 0.
//
// KEYS 1 costs of the month  2.. of its days
// ARGV 1 field of the sum
const COUNT_MONTH = scriptOf(`
local kept = redis.call("HGET", KEYS[1], ARGV[1])
if not kept then return 0 end
local spent = 0
for i = 2, #KEYS do
  local of_day = redis.call("HGET", KEYS[i], ARGV[1])
  if not of_day and redis.call("EXISTS", KEYS[i]) == 1 then
    redis.call("HDEL", KEYS[1], ARGV[1])
    return 1
  end
  spent = spent + (of_day or 0)
end
local counted = string.format("%.0f", spent)
redis.call("HSET", KEYS[1], ARGV[1], counted)
return kept ~= counted and 1 or 0`);

/**
 * Compares the stored sums of tenants with the totals of the days, and recounts those that differ,
 * for example because a version without budgets ran meanwhile. A sum that only seems to differ,
 * because it changed during the comparison, is recounted with the same result. Returns whose sums
 * were wrong.
 *
 * @param today only its month is compared, because no limit reads another one
 */
export async function correctSums(
  { redis, keys }: SumPorts,
  today: string,
): Promise<readonly TenantSum[]> {
  const monthly = keys.costs(monthOf(today));
  const days = daysOf(monthOf(today));
  const suspect = new Set<string>();
  const ofMonth = new Map<string, bigint>();
  for (const day of days) {
    const hash = await redis.hgetall(keys.costs(day));
    const spent = sumsIn(day, hash);
    for (const [field, nanos] of spent) ofMonth.set(field, (ofMonth.get(field) ?? 0n) + nanos);
    for (const field of differing(hash, spent)) suspect.add(field);
  }
  for (const field of differing(await redis.hgetall(monthly), ofMonth)) suspect.add(field);
  const wrong: TenantSum[] = [];
  for (const sum of [...suspect].flatMap((field) => tenantOfSpentField(field) ?? [])) {
    const isDayWrong = await countSpent({ redis, keys }, sum, days);
    const names = [monthly, ...days.map(keys.costs)];
    const field = tenantSpentField(sum.currency, sum.tenant);
    const isMonthWrong = (await runScript(redis, COUNT_MONTH, names.length, ...names, field)) === 1;
    if (isDayWrong || isMonthWrong) wrong.push(sum);
  }
  return wrong;
}

/** By field of the sum. */
function sumsIn(day: string, hash: Readonly<Record<string, string>>): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { tenant, currency, amount } of totalsOf(day, hash)) {
    if (currency === null || amount === null) continue;
    const field = tenantSpentField(currency, tenant);
    sums.set(field, (sums.get(field) ?? 0n) + nanosOf(amount));
  }
  return sums;
}

/** The fields of the stored sums that are wrong. */
function differing(
  hash: Readonly<Record<string, string>>,
  sums: ReadonlyMap<string, bigint>,
): readonly string[] {
  return Object.entries(hash).flatMap(([field, kept]) =>
    tenantOfSpentField(field) !== null && BigInt(kept) !== (sums.get(field) ?? 0n) ? [field] : [],
  );
}
