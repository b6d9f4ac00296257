import type { Cost } from "@dashqueue/dashscope";
import { Decimal } from "decimal.js";

import type { ChargeState } from "../generation/charge.ts";
import { chargeOf } from "../generation/charge.ts";
import type { Generation } from "../generation/generation.ts";
import { DEFAULT_TENANT } from "../generation/tenant-id.ts";

export type Currency = Cost["currency"];

/** A generation's share of the totals. */
export interface CostEntry {
  /** The UTC day on which its attempt began, `YYYY-MM-DD`. */
  readonly day: string;
  readonly account: string;
  readonly model: string;
  readonly tenant: string;
  readonly state: ChargeState;
  readonly cost: Cost | null;
}

/**
 * What one tenant's generations of one model on one account cost on a day, in one state and
 * currency.
 */
export interface CostTotal extends Omit<CostEntry, "cost"> {
  /** Null, like the currency, for generations whose price is unknown. */
  readonly amount: string | null;
  readonly currency: Currency | null;
  readonly generations: number;
}

export const DAY_MS = 24 * 60 * 60 * 1000;

/** `YYYY-MM-DD` in UTC. */
export function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** The share of one generation; none for an attempt of a version that kept no costs. */
export function costEntryOf(generation: Generation): CostEntry | null {
  const charge = chargeOf(generation);
  const attempt = "attempt" in generation ? generation.attempt : null;
  if (charge === null || attempt === null || attempt.hold === undefined) return null;
  const { account, begunAt } = attempt;
  const { tenant, request } = generation;
  return { ...charge, day: dayOf(begunAt), account, model: request.model, tenant };
}

/** How a change of a generation moves a day's totals. */
export interface CostChange {
  readonly day: string;
  /** To fields of that day's hash. */
  readonly differences: Differences;
  /** To fields that the hashes of the day and of its month have once a budget needed them. */
  readonly tenantDifferences: Differences;
}

type Differences = readonly (readonly [field: string, difference: bigint])[];

/**
 * What a change adds to the totals and subtracts from them. The totals are the sum of all entries,
 * so nothing is counted twice. A change never moves an entry to another day: it keeps the attempt,
 * or there is no entry before or after it.
 */
export function costChange(before: Generation, after: Generation): CostChange {
  const [old, next] = [costEntryOf(before), costEntryOf(after)];
  const between = (fieldsIn: typeof fieldsOf): Differences => {
    const sums = new Map<string, bigint>();
    for (const [entry, sign] of [[old, -1n] as const, [next, 1n] as const])
      for (const [field, value] of entry === null ? [] : fieldsIn(entry))
        sums.set(field, (sums.get(field) ?? 0n) + sign * value);
    return [...sums].filter(([, difference]) => difference !== 0n);
  };
  return {
    day: (next ?? old)?.day ?? dayOf(after.updatedAt),
    differences: between(fieldsOf),
    tenantDifferences: between(tenantFieldsOf),
  };
}

/** `YYYY-MM`. */
export function monthOf(day: string): string {
  return day.slice(0, "YYYY-MM".length);
}

/** The days of a month, `YYYY-MM-DD`; always 31, some of which may not exist. */
export function daysOf(month: string): readonly string[] {
  return Array.from({ length: 31 }, (_, index) => `${month}-${String(index + 1).padStart(2, "0")}`);
}

/** The field of a day's hash with what all generations, or one account's, may cost together. */
export function spentField(currency: Currency, account?: string): string {
  return JSON.stringify(account === undefined ? ["spent", currency] : ["spent", currency, account]);
}

/** The field of a day's or a month's hash with what a tenant's generations may cost together. */
export function tenantSpentField(currency: Currency, tenant: string): string {
  return JSON.stringify(["spent", currency, null, tenant]);
}

/** Whose sum a field of a day's or a month's hash is; null for any other field. */
export function tenantOfSpentField(
  field: string,
): { readonly tenant: string; readonly currency: Currency } | null {
  const [what, currency, , tenant] = JSON.parse(field) as [string, Currency, null, string?];
  return what === "spent" && tenant !== undefined ? { tenant, currency } : null;
}

function tenantFieldsOf({ cost, tenant }: CostEntry): [field: string, value: bigint][] {
  return cost === null ? [] : [[tenantSpentField(cost.currency, tenant), nanosOf(cost.amount)]];
}

function fieldsOf(entry: CostEntry): [field: string, value: bigint][] {
  const { account, model, state, cost, tenant } = entry;
  // The default tenant has the field names of earlier versions, which had no tenants.
  const owner = tenant === DEFAULT_TENANT ? [] : [tenant];
  const place = [account, model, state, cost?.currency ?? null, ...owner];
  const count: [string, bigint] = [JSON.stringify(["generations", ...place]), 1n];
  if (cost === null) return [count];
  const amount = nanosOf(cost.amount);
  return [
    count,
    [JSON.stringify(["amount", ...place]), amount],
    [spentField(cost.currency), amount],
    [spentField(cost.currency, account), amount],
  ];
}

/** Reads a day's hash; the reverse of `costChange`. */
export function totalsOf(day: string, hash: Readonly<Record<string, string>>): CostTotal[] {
  return Object.entries(hash).flatMap(([field, count]) => {
    const [what, ...place] = JSON.parse(field) as [string, ...Place];
    if (what !== "generations" || count === "0") return [];
    const [account, model, state, currency, tenant = DEFAULT_TENANT] = place;
    const nanos = hash[JSON.stringify(["amount", ...place])];
    const amount = currency === null ? null : amountOf(BigInt(nanos ?? 0));
    const generations = Number(count);
    return [{ day, account, model, tenant, state, currency, amount, generations }];
  });
}

type Place = [
  account: string,
  model: string,
  state: ChargeState,
  currency: Currency | null,
  tenant?: string,
];

/** Redis adds integers only, so amounts are counted in billionths of the currency. */
const NANO = 1_000_000_000;

export function nanosOf(amount: string): bigint {
  return BigInt(new Decimal(amount).times(NANO).toFixed(0));
}

/** Formats as `3.50`: at least two decimals. */
export function amountOf(nanos: bigint): string {
  const amount = new Decimal(nanos.toString()).div(NANO);
  return amount.toFixed(Math.max(2, amount.decimalPlaces()));
}

/** Adds up amounts of one currency. */
export function sumOf(amounts: readonly string[]): string {
  return amountOf(amounts.map(nanosOf).reduce((sum, nanos) => sum + nanos, 0n));
}
