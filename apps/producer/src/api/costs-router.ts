import type { CostTotal } from "@dashqueue/queue/internal";
import { sumOf } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";
import { Router } from "express";

import type { QueueOf } from "../auth/queue-of.ts";
import { readCostsQuery } from "./costs-query.ts";

export interface CostsPorts {
  readonly queueOf: QueueOf<"costs">;
  readonly now: () => number;
}

/** `GET /v1/costs`: estimated, held, at-risk and settled amounts by day, account and model. */
export function costsRouter(ports: CostsPorts): Router {
  const router = Router();
  router.get("/v1/costs", (request, response) => sendCosts(ports, request, response));
  return router;
}

async function sendCosts(
  { queueOf, now }: CostsPorts,
  request: Request,
  response: Response,
): Promise<void> {
  const read = readCostsQuery(request.query, now());
  if (!read.ok) {
    sendProblem(response, { status: 400, detail: "The query is invalid.", errors: read.problems });
    return;
  }
  const { days } = read;
  const costs = (await queueOf(request).costs(days)).toSorted(byDayAccountModelState);
  response.json({
    from: days[0],
    to: days.at(-1),
    data: costs.map(rowOf),
    totals: totalsOf(costs),
  });
}

function rowOf({ day, account, model, state, currency, amount, generations }: CostTotal) {
  return { day, account, model, state, currency, amount, generations };
}

/** Sums over all days, accounts and models, one total per state and currency. */
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

function byDayAccountModelState(one: CostTotal, other: CostTotal): number {
  const keyOf = ({ day, account, model, state }: CostTotal) =>
    [day, account, model, state].join(" ");
  return keyOf(one) < keyOf(other) ? -1 : 1;
}
