import type { Model, Region } from "@dashqueue/dashscope";
import { isOfferedIn, limitsIn, MODELS, retiresAt } from "@dashqueue/dashscope";
import { Router } from "express";
import { z } from "zod";

/**
 * `GET /v1/models`: the models offered in these regions, with limits, retirement, prices and
 * request schema.
 */
export function modelsRouter(regions: readonly Region[], now: () => number): Router {
  const offered = MODELS.filter((model) => isOfferedIn(model, regions)).map((model) => {
    // Serialized once: the schemas are large and do not change while the process runs.
    return { retiresAt: retiresAt(model), json: JSON.stringify(modelView(model, regions[0])) };
  });
  const router = Router();
  router.get("/v1/models", (_request, response) => {
    const living = offered.filter((model) => now() < model.retiresAt);
    response.type("json").send(`{"data":[${living.map(({ json }) => json).join(",")}]}`);
  });
  return router;
}

function modelView(model: Model, region: Region | undefined) {
  const { maxInFlight, submitsPerSecond } = limitsIn(model, region);
  return {
    id: model.id,
    regions: model.regions,
    path: model.path,
    limits: { max_in_flight: maxInFlight, submits_per_second: submitsPerSecond },
    retired_on: model.retiredOn ?? null,
    replaced_by: model.replacedBy ?? null,
    price: model.price && priceView(model.price),
    confidence: model.confidence,
    // JSON Schema cannot express the rules between fields; submitting a request reports them.
    request: z.toJSONSchema(model.request, { io: "input", unrepresentable: "any" }),
  };
}

function priceView({ unit, amounts, asOf, source, confidence }: NonNullable<Model["price"]>) {
  const regions = Object.entries(amounts).map(([region, { currency, perUnit }]) => {
    return [region, { currency, per_unit: perUnit }] as const;
  });
  return { unit, amounts: Object.fromEntries(regions), as_of: asOf, source, confidence };
}
