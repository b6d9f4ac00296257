import { catalogue, findModel, modelsOfRegion, type Region } from "../models/catalogue.ts";
import type { Callback } from "../tasks/event-emitter.ts";
import type { Rates } from "../faults/rates.ts";
import type { Limit } from "../limits/limits.ts";
import { createStandings, type Standing } from "../limits/standings.ts";

/** A time, or one for each task. */
export type TaskTime =
  | number
  | ((task: { readonly model: string; readonly prompt: string }) => number);

export type SimulatorOptions = {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** API key to account name; several keys may share an account. By default `sk-simulator` is the only key. */
  readonly apiKeys?: Readonly<Record<string, string>>;
  /** By model id, `"*"` for all others; by default DashScope's figures, for each account and model. */
  readonly limits?: Readonly<Record<string, Limit>>;
  /**
   * What becomes of a create above `maxInFlight`: it waits as PENDING (`queue`, the default), or gets a 429 (`reject`).
   * DashScope's documentation can be read either way.
   */
  readonly concurrencyMode?: "queue" | "reject";
  /** Of each of GET, LIST and CANCEL, for each account; 20 by default. */
  readonly queryQps?: number;
  /** Milliseconds before a task may start; 50 by default. */
  readonly pendingMs?: TaskTime;
  /** Milliseconds that a task runs; 200 by default. */
  readonly runningMs?: TaskTime;
  /** `cn-beijing` by default. */
  readonly region?: Region;
  /** `every` (the default) known id, only those of the `region`, or these. */
  readonly models?: "every" | "region" | readonly string[];
  /** How an unknown model is refused; DashScope's documentation has both. `invalid-parameter` (400) by default. */
  readonly unknownModel?: "invalid-parameter" | "model-not-found";
  /** Their creates get 400 `Arrearage`, until told otherwise. */
  readonly accountsInArrears?: readonly string[];
  /** Names of checks that let the create pass, and fail the task instead. */
  readonly asyncChecks?: readonly string[];
  /** Whether `orig_prompt` is in every answer about a task, or only in successful ones (the default; all that is documented). */
  readonly showsPromptEarly?: boolean;
  /** Milliseconds since the epoch; must not go back. The system's clock by default. */
  readonly now?: () => number;
  /** From 0 up to, not including, 1. `Math.random` by default. */
  readonly random?: () => number;
  /** Faults by chance: how likely each is, and the seed. None by default. */
  readonly faultRates?: Rates;
  /** Where events of tasks that have ended go; nowhere by default. */
  readonly callback?: Callback;
  /** Keeps tasks and ledger over a restart. None by default. */
  readonly stateFile?: string;
};

/** The options with nothing left open. */
export type Settings = {
  readonly accountOfKey: ReadonlyMap<string, string>;
  readonly limitOf: (model: string) => Limit;
  readonly concurrencyMode: "queue" | "reject";
  readonly queryQps: number;
  readonly pendingMs: TaskTime;
  readonly runningMs: TaskTime;
  readonly region: Region;
  readonly models: ReadonlySet<string>;
  readonly unknownModel: "invalid-parameter" | "model-not-found";
  readonly standingOf: (account: string) => Standing;
  readonly asyncChecks: ReadonlySet<string>;
  readonly showsPromptEarly: boolean;
  readonly now: () => number;
  readonly random: () => number;
};

const unlimited: Limit = { submitsPerSecond: 1_000_000, maxInFlight: 1_000_000 };

export function settingsOf(options: SimulatorOptions): Settings {
  const { limits = {}, region = "cn-beijing", models = "every" } = options;
  return {
    accountOfKey: new Map(Object.entries(options.apiKeys ?? { "sk-simulator": "account-1" })),
    limitOf: (model) => limits[model] ?? limits["*"] ?? findModel(model)?.limit ?? unlimited,
    concurrencyMode: options.concurrencyMode ?? "queue",
    queryQps: options.queryQps ?? 20,
    pendingMs: options.pendingMs ?? 50,
    runningMs: options.runningMs ?? 200,
    region,
    models: new Set(modelIds(models, region)),
    unknownModel: options.unknownModel ?? "invalid-parameter",
    standingOf: createStandings(options.accountsInArrears ?? []).of,
    asyncChecks: new Set(options.asyncChecks),
    showsPromptEarly: options.showsPromptEarly ?? false,
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
  };
}

function modelIds(
  models: "every" | "region" | readonly string[],
  region: Region,
): readonly string[] {
  if (models === "every") return catalogue.map(({ id }) => id);
  return models === "region" ? modelsOfRegion(region) : models;
}
