import type { Model, Region } from "@dashqueue/dashscope";
import {
  describedRequest,
  didYouMean,
  isOfferedIn,
  limitsIn,
  MODELS,
  retiresAt,
  similarModels,
} from "@dashqueue/dashscope";
import { exampleOf } from "@dashqueue/dashscope/examples";
import type { AccountQuotas } from "@dashqueue/queue/internal";
import { reportedLimitsOf } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import { Router } from "express";

interface ModelsPorts {
  readonly regions: readonly Region[];
  /** What the provider reported to the workers; rejects while Redis is unreachable. */
  quotas(): Promise<readonly AccountQuotas[]>;
  now(): number;
}

/**
 * `GET /v1/models`: the models offered in these regions, with limits, retirement, prices and
 * request schema. `GET /v1/models/{id}`: one of them, with an example.
 */
export function modelsRouter({ regions, quotas, now }: ModelsPorts): Router {
  // Made on the first request: all schemas together would delay each start by a tenth of a second.
  let made: ReturnType<typeof modelViews> | undefined;
  const living = () => {
    made ??= modelViews(regions);
    return made.filter(({ model }) => now() < retiresAt(model));
  };
  const router = Router();
  router.get("/v1/models", async (_request, response) => {
    const reported = await quotas().catch(() => []);
    const data = living().map(({ model, view }) =>
      Object.assign({}, view, { account_limits: accountLimitsOf(model, reported) }),
    );
    response.json({ data });
  });
  // Ids can have a slash.
  router.get("/v1/models/*id", async (request, response) => {
    const id = request.params.id.join("/");
    const models = living();
    const found = models.find(({ model }) => model.id === id);
    if (found === undefined) {
      const similar = similarModels(
        id,
        models.map(({ model }) => model.id),
      );
      const question = didYouMean(similar, ": GET /v1/models lists all");
      sendProblem(response, { status: 404, detail: `There is no model ${id}${question}` });
      return;
    }
    const { model, view } = found;
    const account_limits = accountLimitsOf(model, await quotas().catch(() => []));
    response.json({ ...view, account_limits, example: exampleOf(id) });
  });
  return router;
}

function modelViews(regions: readonly Region[]) {
  const offered = MODELS.filter((model) => isOfferedIn(model, regions));
  return offered.map((model) => ({ model, view: modelView(model, regions[0]) }));
}

/** The limits that the provider reported for each account, if it reported any. */
function accountLimitsOf({ sentAs }: Model, reported: readonly AccountQuotas[]) {
  return reported.flatMap((quotas) => {
    const { maxInFlight, submitsPerSecond } = reportedLimitsOf(quotas, sentAs);
    if (maxInFlight === null && submitsPerSecond === null) return [];
    const limits = { max_in_flight: maxInFlight, submits_per_second: submitsPerSecond };
    return [{ account: quotas.account, ...limits, read_at: new Date(quotas.readAt).toISOString() }];
  });
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
    request: describedRequest(model),
  };
}

function priceView({ unit, amounts, asOf, source, confidence }: NonNullable<Model["price"]>) {
  const regions = Object.entries(amounts).map(([region, { currency, perUnit }]) => {
    return [region, { currency, per_unit: perUnit }] as const;
  });
  return { unit, amounts: Object.fromEntries(regions), as_of: asOf, source, confidence };
}
