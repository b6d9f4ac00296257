import type { FindModel, ModelSettings, Region } from "@dashqueue/dashscope";
import { configuredModels, regionOf } from "@dashqueue/dashscope";

/** The models that callers can request. */
export interface OfferedModels {
  /** Where create requests are sent; none if the host is not DashScope's. */
  readonly regions: readonly Region[];
  readonly findModel: FindModel;
}

/** The operator's settings that decide which models exist. */
export interface ModelOptions {
  /** The workers' base URL, up to and including `/api/v1`. Its host decides the region. */
  readonly baseUrl: string;
  /** Needed if the workers have accounts in several regions; replaces the region of `baseUrl`. */
  readonly regions?: readonly Region[] | undefined;
  /** Accepts models that the catalog does not know, without validation. */
  readonly allowUnknownModels: boolean;
  /** Paths and names that differ from the catalog, by model. */
  readonly models: Readonly<Record<string, ModelSettings>>;
}

export function offeredModels(options: ModelOptions): OfferedModels {
  const { baseUrl, allowUnknownModels: allowUnknown, models: settings } = options;
  const region = regionOf(baseUrl);
  return {
    regions: options.regions ?? (region === undefined ? [] : [region]),
    findModel: configuredModels({ allowUnknown, settings }),
  };
}
