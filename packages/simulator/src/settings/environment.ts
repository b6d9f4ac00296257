import { z } from "zod";

import { findModel } from "../models/catalog.ts";
import { ratesSchema } from "../faults/fault-rates.ts";
import type { SimulatorOptions } from "./simulator-options.ts";

const limitSchema = z.strictObject({
  submitsPerSecond: z.number().positive(),
  maxInFlight: z.number().int().positive(),
  maxQueued: z.number().int().positive().optional(),
});

const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: "custom", message: "must be JSON" });
    return z.NEVER;
  }
});

const limits = json.pipe(
  z.record(
    z.string().refine(isKnown, { error: "must be the id of a known model, or *" }),
    limitSchema,
  ),
);

/** API key to account name. */
const apiKeys = z.record(z.string().regex(/^\S+$/, "must not contain spaces"), z.string().min(1));

export const environmentSchema = z.object({
  SIMULATOR_HOST: z
    .string()
    .regex(/^[\w.-]+$/, "must be an IPv4 address or a host name")
    .default("127.0.0.1"),
  SIMULATOR_PORT: wholeNumber(65_535).default(3999),
  SIMULATOR_STATE_FILE: z.string().optional(),
  SIMULATOR_PENDING_MS: wholeNumber(10_800_000).default(2000),
  SIMULATOR_RUNNING_MS: wholeNumber(10_800_000).default(10_000),
  SIMULATOR_CONCURRENCY_MODE: z
    .enum(["queue", "reject"], { error: "must be queue or reject" })
    .default("queue"),
  SIMULATOR_LIMITS: limits.optional(),
  SIMULATOR_FAULT_RATES: json.pipe(ratesSchema.shape.rates).optional(),
  SIMULATOR_SEED: wholeNumber(2 ** 32 - 1).default(1),
  SIMULATOR_API_KEYS: json.pipe(apiKeys).optional(),
  SIMULATOR_CALLBACK_URL: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .optional(),
  SIMULATOR_CALLBACK_TOKEN: z.string().default(""),
  SIMULATOR_API_KEY: z.string().regex(/^\S+$/, "must not contain spaces").default("sk-simulator"),
});

export type EnvironmentResult =
  | { readonly ok: true; readonly options: SimulatorOptions }
  /** Every problem with the name of its variable. Values are omitted because some are keys. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the environment variables of the program. An empty variable counts as unset. */
export function readEnvironment(
  source: Readonly<Record<string, string | undefined>>,
): EnvironmentResult {
  const given = Object.entries(source).filter(([, value]) => value !== undefined && value !== "");
  const parsed = environmentSchema.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join(".")}: ${message}`,
    );
    return { ok: false, problems };
  }
  const environment = parsed.data;
  const { SIMULATOR_STATE_FILE: stateFile, SIMULATOR_LIMITS: limits } = environment;
  const { SIMULATOR_FAULT_RATES: rates, SIMULATOR_SEED: seed } = environment;
  const { SIMULATOR_CALLBACK_URL: url, SIMULATOR_CALLBACK_TOKEN: token } = environment;
  return {
    ok: true,
    options: {
      host: environment.SIMULATOR_HOST,
      port: environment.SIMULATOR_PORT,
      pendingMs: environment.SIMULATOR_PENDING_MS,
      runningMs: environment.SIMULATOR_RUNNING_MS,
      concurrencyMode: environment.SIMULATOR_CONCURRENCY_MODE,
      apiKeys: environment.SIMULATOR_API_KEYS ?? { [environment.SIMULATOR_API_KEY]: "account-1" },
      ...(url === undefined ? {} : { callback: { url, token } }),
      ...(stateFile === undefined ? {} : { stateFile }),
      ...(limits === undefined ? {} : { limits }),
      ...(rates === undefined ? {} : { faultRates: { rates, seed } }),
    },
  };
}

/** The names that are set and look like a variable of the program, but are not one. */
export function unknownNames(source: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(source).filter(
    (name) => name.startsWith("SIMULATOR_") && !(name in environmentSchema.shape),
  );
}

function wholeNumber(max: number) {
  const error = `must be a whole number from 0 to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, error)
    .transform(Number)
    .pipe(z.number().max(max, error));
}

function isKnown(model: string): boolean {
  return model === "*" || findModel(model) !== undefined;
}
