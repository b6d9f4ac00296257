import type { FindModel, Problem } from "@dashqueue/dashscope";
import { problemsOf, sentenceOf } from "@dashqueue/dashscope";
import type { Tenant, TenantLimits } from "@dashqueue/queue/internal";
import { tenantIdSchema, tenantLimitsSchema, tenantSchema } from "@dashqueue/queue/internal";
import { z } from "zod";

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What an admin sets of a tenant. */
export interface TenantSettings {
  readonly name?: Tenant["name"] | undefined;
  readonly weight?: number | undefined;
  readonly limits: Partial<TenantLimits>;
}

const { maxInFlight, maxQueued, submitsPerMinute, models } = tenantLimitsSchema.shape;

/** A limit that is null is taken away, and one that is absent stays as it is. */
const limitsSchema = z.strictObject({
  max_in_flight: maxInFlight.optional(),
  max_queued: maxQueued.optional(),
  submits_per_minute: submitsPerMinute.optional(),
  models: models.optional(),
});

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
  const read = readBody(newTenantSchema, body);
  if (!read.ok) return read;
  return withLimits(read.value, findModel, (limits) => ({ ...read.value, limits }));
}

/** Reads the body of `PATCH /v1/admin/tenants/{id}`. */
export function readTenantChange(body: unknown, findModel: FindModel): Read<TenantSettings> {
  const read = readBody(tenantChangeSchema, body);
  if (!read.ok) return read;
  return withLimits(read.value, findModel, (limits) => ({ ...read.value, limits }));
}

/** Reads the body of `POST …/keys`: when the key expires, epoch milliseconds, or null. */
export function readNewKey(
  body: unknown,
  now: number,
): Read<{ readonly expiresAt: number | null }> {
  const schema = z.strictObject({
    expires_at: z.iso
      .datetime({ offset: true, error: "must be a time such as 2027-01-31T00:00:00Z" })
      .transform((time) => Date.parse(time))
      .refine((time) => time > now, "must be in the future")
      .nullish(),
  });
  const read = readBody(schema, body ?? {});
  return read.ok ? { ok: true, value: { expiresAt: read.value.expires_at ?? null } } : read;
}

function readBody<T>(schema: z.ZodType<T>, body: unknown): Read<T> {
  const read = schema.safeParse(body, { error: sentenceOf });
  return read.success
    ? { ok: true, value: read.data }
    : { ok: false, problems: problemsOf(read.error.issues) };
}

function withLimits<T>(
  { limits }: { readonly limits: z.infer<typeof limitsSchema> },
  findModel: FindModel,
  then: (limits: Partial<TenantLimits>) => T,
): Read<T> {
  const unknown = (limits.models ?? []).flatMap((model, index) =>
    findModel(model) === undefined
      ? [{ path: `limits.models.${index}`, message: "is not a known model: see GET /v1/models" }]
      : [],
  );
  if (unknown.length > 0) return { ok: false, problems: unknown };
  const given = {
    maxInFlight: limits.max_in_flight,
    maxQueued: limits.max_queued,
    submitsPerMinute: limits.submits_per_minute,
    models: limits.models,
  };
  const set = Object.entries(given).filter(([, limit]) => limit !== undefined);
  return { ok: true, value: then(Object.fromEntries(set)) };
}
