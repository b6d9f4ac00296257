import { z } from "zod";

import { CURRENCIES } from "../generation/attempt.ts";
import { tenantIdSchema } from "../generation/tenant-id.ts";

const count = z.int("must be a whole number").min(0, "must not be negative").nullable();
/** Scripts compare billionths, and numbers of Redis are exact up to nine million whole ones. */
const AMOUNT = /^[1-8]?\d{1,6}(?:\.\d{1,9})?$/;
const spend = z
  .strictObject({
    amount: z.string().regex(AMOUNT, 'must be an amount below 9000000, such as "100.00"'),
    currency: z.enum(CURRENCIES),
  })
  .nullable();

/** What a tenant may do at most. Null is no limit. */
export const tenantLimitsSchema = z.object({
  /** Generations that hold a slot, over all lanes. */
  maxInFlight: count,
  /** Generations that are `queued`. */
  maxQueued: count,
  /** New generations a minute. */
  submitsPerMinute: count,
  /** The only models that it may use. */
  models: z.array(z.string().min(1)).readonly().nullable(),
  /** The highest possible cost of what begins on a UTC day. */
  dailySpend: spend,
  /** The highest possible cost of what begins in a UTC month. */
  monthlySpend: spend,
  /** Whether requests of unbounded cost may pass a spending limit. */
  allowUnboundedCost: z.literal(true, "must be true or null").nullable(),
});
export type TenantLimits = z.infer<typeof tenantLimitsSchema>;

export const NO_LIMITS: TenantLimits = {
  maxInFlight: null,
  maxQueued: null,
  submitsPerMinute: null,
  models: null,
  dailySpend: null,
  monthlySpend: null,
  allowUnboundedCost: null,
};

/** The share of a lane's slots that a tenant gets is its weight among those that wait. */
export const weightSchema = z
  .number("must be a number")
  .min(0.01, "must be at least 0.01")
  .max(1_000, "must be at most 1000");

export const DEFAULT_WEIGHT = 1;

/** A service or team that submits, with its own keys and limits. Times are epoch milliseconds. */
export const tenantSchema = z.object({
  id: tenantIdSchema,
  /** A pattern, because zod's own limits throw for an object that has an object as `length`. */
  name: z
    .string()
    .regex(/^.{0,100}$/su, "must be at most 100 characters long")
    .nullable(),
  weight: weightSchema,
  limits: tenantLimitsSchema,
  createdAt: z.number(),
  /** While it is disabled, its keys are refused, and it accepts nothing. Null otherwise. */
  disabledAt: z.number().nullable(),
});
export type Tenant = z.infer<typeof tenantSchema>;

/** A tenant without settings, as `default` is at first. */
export function plainTenant(id: string, createdAt: number): Tenant {
  const weight = DEFAULT_WEIGHT;
  return { id, name: null, weight, limits: NO_LIMITS, createdAt, disabledAt: null };
}

/** What changes about a tenant. What is absent stays as it is. */
export interface TenantChange {
  readonly name?: Tenant["name"] | undefined;
  readonly weight?: number | undefined;
  readonly disabledAt?: number | null;
  readonly limits?: Partial<TenantLimits>;
}

/** A tenant as a hash in Redis. An absent field is null. */
export type TenantHash = Readonly<Record<string, string>>;

/**
 * Makes the hash that scripts read: `weight`, `maxInFlight`, `maxQueued` and `submitsPerMinute` as
 * decimal numbers, `disabledAt`, `models` as a JSON array, `dailySpend` and `monthlySpend` as JSON
 * objects of `amount` and `currency`, `allowUnboundedCost` as `true`. A limit that is not set has
 * no field.
 */
export function hashOfTenant(tenant: Tenant): TenantHash {
  return { createdAt: String(tenant.createdAt), ...fieldsOfChange(tenant).set };
}

/** The fields of the hash that a change sets, and those that it removes. */
export function fieldsOfChange({ name, weight, disabledAt, limits = {} }: TenantChange): {
  readonly set: TenantHash;
  readonly removed: readonly string[];
} {
  const { models, dailySpend, monthlySpend, ...counts } = limits;
  const fields = [
    ...textsOf({ name, weight, disabledAt, ...counts }, String),
    ...textsOf({ models, dailySpend, monthlySpend }, JSON.stringify),
  ];
  return {
    set: Object.fromEntries(
      fields.flatMap(([field, text]) => (text === null ? [] : [[field, text]])),
    ),
    removed: fields.flatMap(([field, text]) => (text === null ? [field] : [])),
  };
}

function textsOf<T>(
  fields: Readonly<Record<string, T | null | undefined>>,
  textOf: (value: T) => string,
): readonly (readonly [field: string, text: string | null])[] {
  return Object.entries(fields).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, value === null ? null : textOf(value)]],
  );
}

/** Reads the hash of a tenant; null for an empty one. @throws if it is not one. */
export function tenantOfHash(id: string, hash: TenantHash): Tenant | null {
  if (Object.keys(hash).length === 0) return null;
  const number = (name: string) => (hash[name] === undefined ? null : Number(hash[name]));
  const json = (name: string): unknown =>
    hash[name] === undefined ? null : JSON.parse(hash[name]);
  return tenantSchema.parse({
    id,
    name: hash["name"] ?? null,
    weight: number("weight"),
    createdAt: number("createdAt"),
    disabledAt: number("disabledAt"),
    limits: {
      maxInFlight: number("maxInFlight"),
      maxQueued: number("maxQueued"),
      submitsPerMinute: number("submitsPerMinute"),
      models: json("models"),
      dailySpend: json("dailySpend"),
      monthlySpend: json("monthlySpend"),
      allowUnboundedCost: json("allowUnboundedCost"),
    },
  });
}
