import type { FindModel, Model, Region } from "@dashqueue/dashscope";
import { configuredModels, isOfferedIn, limitsIn, MODELS, regionOf } from "@dashqueue/dashscope";
import { Router } from "express";
import { z } from "zod";

import type { ProducerEnv } from "../env.ts";

/** Which models can be asked for. */
export interface OfferedModels {
  /** Where creates are sent to; none for a host that is not the provider's. */
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

/** The models as an operator has configured them; the host decides the region. */
export function modelsOf(env: ModelsEnv): OfferedModels {
  const region = regionOf(env.DASHSCOPE_HTTP_BASE_URL);
  return {
    regions: env.DASHSCOPE_REGIONS ?? (region === undefined ? [] : [region]),
    findModel: configuredModels({
      allowUnknown: env.DASHSCOPE_ALLOW_UNKNOWN_MODELS,
      settings: env.DASHSCOPE_MODELS,
    }),
  };
}

/** `GET /v1/models`: what can be asked for here, how, and for how much. */
export function modelsRouter(regions: readonly Region[]): Router {
  const offered = MODELS.filter((model) => isOfferedIn(model, regions));
  // Made once: the schemas do not change while the process runs.
  const body = JSON.stringify({ data: offered.map((model) => viewOf(model, regions[0])) });
  const router = Router();
  router.get("/v1/models", (_request, response) => void response.type("json").send(body));
  return router;
}

function viewOf(model: Model, region: Region | undefined) {
  const { maxInFlight, submitsPerSecond } = limitsIn(model, region);
  return {
    id: model.id,
    regions: model.regions,
    path: model.path,
    limits: { max_in_flight: maxInFlight, submits_per_second: submitsPerSecond },
    price: model.price && priceView(model.price),
    confidence: model.confidence,
    // Rules between fields are not in it: a create names them.
    request: z.toJSONSchema(model.request, { io: "input", unrepresentable: "any" }),
  };
}

function priceView({ unit, amounts, asOf, source, confidence }: NonNullable<Model["price"]>) {
  const regions = Object.entries(amounts).map(([region, { currency, perUnit }]) => {
    return [region, { currency, per_unit: perUnit }] as const;
  });
  return { unit, amounts: Object.fromEntries(regions), as_of: asOf, source, confidence };
}
