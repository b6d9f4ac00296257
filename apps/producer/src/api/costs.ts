import type { CostTotal, GenerationStore } from "@dashqueue/queue/internal";
import { sumOf } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import { Router, type Request, type Response } from "express";

import { readCostsQuery } from "./costs-query.ts";

export interface CostsPorts {
  readonly store: Pick<GenerationStore, "costs">;
  readonly now: () => number;
}

/** `GET /v1/costs`: what was held, at risk and settled, by day, account and model. */
export function costsRouter(ports: CostsPorts): Router {
  const router = Router();
  router.get("/v1/costs", (request, response) => sendCosts(ports, request, response));
  return router;
}

async function sendCosts(
  { store, now }: CostsPorts,
  request: Request,
  response: Response,
): Promise<void> {
  const read = readCostsQuery(request.query, now());
  if (!read.ok) {
    sendProblem(response, { status: 400, detail: "The query is wrong.", errors: read.problems });
    return;
  }
  const { days } = read;
  const costs = (await store.costs(days)).toSorted(byPlace);
  response.json({
    from: days[0],
    to: days.at(-1),
    data: costs.map(viewOf),
    totals: totalsOf(costs),
  });
}

function viewOf({ day, account, model, state, currency, amount, generations }: CostTotal) {
  return { day, account, model, state, currency, amount, generations };
}

/** Over all days, accounts and models. One currency is never added to another. */
function totalsOf(costs: readonly CostTotal[]) {
  const groups = Map.groupBy(costs, ({ state, currency }) => `${state} ${currency}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { state, currency } = first;
    const amounts = group.flatMap(({ amount }) => (amount === null ? [] : [amount]));
    const generations = group.reduce((sum, total) => sum + total.generations, 0);
    return [{ state, currency, amount: currency === null ? null : sumOf(amounts), generations }];
  });
}

function byPlace(one: CostTotal, other: CostTotal): number {
  const placeOf = ({ day, account, model, state }: CostTotal) =>
    [day, account, model, state].join(" ");
  return placeOf(one) < placeOf(other) ? -1 : 1;
}
