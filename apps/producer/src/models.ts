import type { Model, Region } from "@dashqueue/dashscope";
import { isOffered, limitsIn, MODELS } from "@dashqueue/dashscope";
import { Router } from "express";
import { z } from "zod";

/** `GET /v1/models`: what can be asked for here, how, and for how much. */
export function modelsRouter(region: Region | undefined): Router {
  const offered = MODELS.filter((model) => isOffered(model, region));
  // Made once: the schemas do not change while the process runs.
  const body = JSON.stringify({ data: offered.map((model) => viewOf(model, region)) });
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
