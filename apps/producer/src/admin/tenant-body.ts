import type { FindModel, Problem } from "@dashqueue/dashscope";
import { didYouMean, MODELS, problemsOf, sentenceOf, similarModels } from "@dashqueue/dashscope";
import type { TenantChange, TenantLimits } from "@dashqueue/queue/internal";
import { tenantIdSchema, tenantLimitsSchema, tenantSchema } from "@dashqueue/queue/internal";
import { z } from "zod";

type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The settings of a tenant that an operator can change. */
export interface TenantSettings extends Pick<TenantChange, "name" | "weight"> {
  readonly limits: Partial<TenantLimits>;
}

const {
  maxInFlight,
  maxQueued,
  submitsPerMinute,
  models,
  dailySpend,
  monthlySpend,
  allowUnboundedCost,
} = tenantLimitsSchema.shape;

/** The limits of a tenant by their names in bodies and answers. */
export const limitFields = {
  max_in_flight: maxInFlight,
  max_queued: maxQueued,
  submits_per_minute: submitsPerMinute,
  models,
  daily_spend: dailySpend,
  monthly_spend: monthlySpend,
  allow_unbounded_cost: allowUnboundedCost,
};

/** A limit that is null is taken away, and one that is absent stays as it is. */
const limitsSchema = z.strictObject(limitFields).partial();

const settings = {
  name: tenantSchema.shape.name.optional(),
  weight: tenantSchema.shape.weight.optional(),
  limits: limitsSchema.default({}),
};
export const newTenantSchema = z.strictObject({ id: tenantIdSchema, ...settings });
export const tenantChangeSchema = z.strictObject(settings);

/** Reads the body of `POST /v1/admin/tenants`. */
export function readNewTenant(
  body: unknown,
  findModel: FindModel,
): Read<TenantSettings & { readonly id: string }> {
  return readSettings(newTenantSchema, body, findModel);
}

/** Reads the body of `PATCH /v1/admin/tenants/{id}`. */
export function readTenantChange(body: unknown, findModel: FindModel): Read<TenantSettings> {
  return readSettings(tenantChangeSchema, body, findModel);
}

export const newKeySchema = z.strictObject({
  expires_at: z.iso
    .datetime({ offset: true, error: "must be a time such as 2027-01-31T00:00:00Z" })
    .nullish(),
});

/** Reads the body of `POST …/keys`: when the key expires, epoch milliseconds, or null. */
export function readNewKey(
  body: unknown,
  now: number,
): Read<{ readonly expiresAt: number | null }> {
  const isFuture = (time: string | null | undefined) => isAbsent(time) || Date.parse(time) > now;
  const expires_at = newKeySchema.shape.expires_at.refine(isFuture, "must be in the future");
  const read = readBody(newKeySchema.extend({ expires_at }), body ?? {});
  if (!read.ok) return read;
  const time = read.value.expires_at;
  return { ok: true, value: { expiresAt: isAbsent(time) ? null : Date.parse(time) } };
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function readBody<T>(schema: z.ZodType<T>, body: unknown): Read<T> {
  const read = schema.safeParse(body, { error: sentenceOf });
  return read.success
    ? { ok: true, value: read.data }
    : { ok: false, problems: problemsOf(read.error.issues, FIELDS) };
}

/** One of these is suggested for a misspelled one. */
const FIELDS = [
  ...Object.keys(newTenantSchema.shape),
  ...Object.keys(limitFields).map((name) => `limits.${name}`),
  ...Object.keys(newKeySchema.shape),
];

function unknownModel(model: string): string {
  const names = MODELS.map(({ id }) => id);
  const question = didYouMean(similarModels(model, names), ": GET /v1/models lists all");
  return `is not a known model${question}`;
}

/** Reads settings with their limits, whose models have to be known. */
function readSettings<T extends { readonly limits: z.infer<typeof limitsSchema> }>(
  schema: z.ZodType<T>,
  body: unknown,
  findModel: FindModel,
): Read<Omit<T, "limits"> & { readonly limits: Partial<TenantLimits> }> {
  const read = readBody(schema, body);
  if (!read.ok) return read;
  const { limits } = read.value;
  const unknown = (limits.models ?? []).flatMap((model, index) =>
    findModel(model) === undefined
      ? [{ path: `limits.models.${index}`, message: unknownModel(model) }]
      : [],
  );
  if (unknown.length > 0) return { ok: false, problems: unknown };
  const given = {
    maxInFlight: limits.max_in_flight,
    maxQueued: limits.max_queued,
    submitsPerMinute: limits.submits_per_minute,
    models: limits.models,
    dailySpend: limits.daily_spend,
    monthlySpend: limits.monthly_spend,
    allowUnboundedCost: limits.allow_unbounded_cost,
  };
  const set = Object.entries(given).filter(([, limit]) => limit !== undefined);
  return { ok: true, value: { ...read.value, limits: Object.fromEntries(set) } };
}
