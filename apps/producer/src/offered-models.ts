import type { FindModel, Region } from "@dashqueue/dashscope";
import { configuredModels, regionOf } from "@dashqueue/dashscope";

import type { ProducerEnv } from "./env.ts";

/** The models that callers can ask for. */
export interface OfferedModels {
  /** Where create requests are sent; none if the host is not DashScope's. */
  readonly regions: readonly Region[];
  readonly findModel: FindModel;
}

type ModelsEnv = Pick<
  ProducerEnv,
  | "DASHSCOPE_HTTP_BASE_URL"
  | "DASHSCOPE_REGIONS"
  | "DASHSCOPE_ALLOW_UNKNOWN_MODELS"
  | "DASHSCOPE_MODELS"
>;

/** The models as configured. Without `DASHSCOPE_REGIONS`, the host decides the region. */
export function offeredModels(env: ModelsEnv): OfferedModels {
  const region = regionOf(env.DASHSCOPE_HTTP_BASE_URL);
  return {
    regions: env.DASHSCOPE_REGIONS ?? (region === undefined ? [] : [region]),
    findModel: configuredModels({
      allowUnknown: env.DASHSCOPE_ALLOW_UNKNOWN_MODELS,
      settings: env.DASHSCOPE_MODELS,
    }),
  };
}
