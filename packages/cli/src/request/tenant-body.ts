import type { Tenant, TenantChange } from "@dashqueue/client";
import { InvalidArgumentError } from "commander";

type Amount = NonNullable<Tenant["limits"]["daily_spend"]>;

/** A limit, or that it is taken away: Commander takes null for an option without a value. */
type Limit<Value> = Value | "none";

/** What the options of `tenants create` and `tenants change` say. */
export interface TenantOptions {
  readonly name?: string;
  readonly weight?: number;
  readonly maxInFlight?: Limit<number>;
  readonly maxQueued?: Limit<number>;
  readonly submitsPerMinute?: Limit<number>;
  readonly models?: Limit<string[]>;
  readonly dailySpend?: Limit<Amount>;
  readonly monthlySpend?: Limit<Amount>;
  readonly allowUnboundedCost?: Limit<true>;
}

/** The body of a request with what the options name, and nothing else. */
export function tenantBody({ name, weight, ...options }: TenantOptions): TenantChange {
  const limits = defined({
    max_in_flight: valueOf(options.maxInFlight),
    max_queued: valueOf(options.maxQueued),
    submits_per_minute: valueOf(options.submitsPerMinute),
    models: valueOf(options.models),
    daily_spend: valueOf(options.dailySpend),
    monthly_spend: valueOf(options.monthlySpend),
    allow_unbounded_cost: valueOf(options.allowUnboundedCost),
  });
  const hasLimits = Object.keys(limits).length > 0;
  return defined({ name, weight, limits: hasLimits ? limits : undefined });
}

function valueOf<Value>(limit: Limit<Value> | undefined): Value | null | undefined {
  return limit === "none" ? null : limit;
}

type Defined<Given> = { [Key in keyof Given]?: Exclude<Given[Key], undefined> };

function defined<Given extends object>(given: Given): Defined<Given> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<Given>;
}

export function numberLimit(text: string): Limit<number> {
  if (text === "none") return text;
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It must be a whole number or none.");
  return Number(text);
}

export function namesLimit(text: string): Limit<string[]> {
  return text === "none" ? text : text.split(",");
}

export function amountLimit(text: string): Limit<Amount> {
  if (text === "none") return text;
  const [, amount, currency] = /^(\d+(?:\.\d+)?) ?(CNY|USD)$/.exec(text) ?? [];
  if (amount === undefined)
    throw new InvalidArgumentError("It must be an amount with CNY or USD, or none.");
  return { amount, currency: currency as Amount["currency"] };
}

export function allowance(text: string): Limit<true> {
  if (text === "none") return text;
  if (text !== "true") throw new InvalidArgumentError("It must be true or none.");
  return true;
}

export function decimal(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError("It must be a number.");
  return Number(text);
}

/** The limits of a tenant in one cell of a table. */
export function limitsText(limits: Tenant["limits"]): string {
  const texts = Object.entries(limits).flatMap(([name, limit]) =>
    limit === null ? [] : [`${name} ${limitText(limit)}`],
  );
  return texts.length === 0 ? "none" : texts.join(", ");
}

function limitText(limit: number | true | readonly string[] | Amount): string {
  if (typeof limit === "number" || limit === true) return String(limit);
  return "amount" in limit ? `${limit.amount} ${limit.currency}` : limit.join(" ");
}
