import { CATALOG, findModel, modelsOfRegion } from "../models/catalog.ts";
import type { Limit } from "../models/model.ts";
import type { Region } from "../models/regions.ts";
import type { SimulatorOptions, TaskTime } from "./simulator-options.ts";

/** The options with their defaults applied. */
export interface Settings {
  readonly accountOfKey: ReadonlyMap<string, string>;
  readonly limitOf: (model: string) => Limit;
  readonly concurrencyMode: "queue" | "reject";
  readonly queryQps: number;
  readonly pendingMs: TaskTime;
  readonly runningMs: TaskTime;
  readonly region: Region;
  readonly models: ReadonlySet<string>;
  readonly unknownModel: "invalid-parameter" | "model-not-found";
  readonly asyncChecks: ReadonlySet<string>;
  readonly showsPromptEarly: boolean;
  /** Null where the model decides. */
  readonly linkLifeMs: number | null;
}

const UNLIMITED: Limit = { submitsPerSecond: 1_000_000, maxInFlight: 1_000_000 };

export function settingsOf(options: SimulatorOptions): Settings {
  const { limits = {}, region = "cn-beijing", models = "every" } = options;
  const limitOf = new Map(Object.entries(limits));
  return {
    accountOfKey: new Map(Object.entries(options.apiKeys ?? { "sk-simulator": "account-1" })),
    limitOf: (model) =>
      limitOf.get(model) ?? limitOf.get("*") ?? documentedLimit(model, region) ?? UNLIMITED,
    concurrencyMode: options.concurrencyMode ?? "queue",
    queryQps: options.queryQps ?? 20,
    pendingMs: options.pendingMs ?? 50,
    runningMs: options.runningMs ?? 200,
    region,
    models: new Set(modelIds(models, region)),
    unknownModel: options.unknownModel ?? "invalid-parameter",
    asyncChecks: new Set(options.asyncChecks),
    showsPromptEarly: options.showsPromptEarly ?? false,
    linkLifeMs: options.linkLifeMs ?? null,
  };
}

function documentedLimit(id: string, region: Region): Limit | undefined {
  const model = findModel(id);
  return model?.regionalLimits?.[region] ?? model?.limit;
}

function modelIds(
  models: "every" | "region" | readonly string[],
  region: Region,
): readonly string[] {
  if (models === "every") return CATALOG.map(({ id }) => id);
  return models === "region" ? modelsOfRegion(region) : models;
}
