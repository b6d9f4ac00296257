import type { Generation, TenantQueue } from "@dashqueue/queue/internal";
import { DAY_MS, STATUSES } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";
import { Router } from "express";

import type { OperatorCheck } from "../auth/operators.ts";
import { letOperatorsRead } from "../auth/operators.ts";
import type { QueueOf } from "../auth/queue-of.ts";
import { groupCosts, isPlain, sharesOf } from "./cost-groups.ts";
import { costsCsv } from "./costs-csv.ts";
import type { CostsQuery } from "./costs-query.ts";
import { readCostsQuery } from "./costs-query.ts";

type CostsQueue = Pick<TenantQueue, "costs" | "find">;

/** `GET /v1/costs`: held, at-risk and settled amounts of the caller's tenant, in groups. */
export function costsRouter(queueOf: QueueOf<"costs" | "find">, now: () => number): Router {
  const router = Router();
  router.get("/v1/costs", (request, response) =>
    sendCosts(queueOf(request), now(), request, response),
  );
  return router;
}

/** The same of all tenants, for operators. */
export function operatorsCostsRouter(
  check: OperatorCheck,
  queue: CostsQueue,
  now: () => number,
): Router {
  return letOperatorsRead(check, "/v1/costs", (request, response) =>
    sendCosts(queue, now(), request, response),
  );
}

async function sendCosts(
  queue: CostsQueue,
  now: number,
  request: Request,
  response: Response,
): Promise<void> {
  const invalid = (errors: readonly { path: string; message: string }[]) =>
    sendProblem(response, { status: 400, detail: "The query is invalid.", errors });
  const read = readCostsQuery(request.query, now);
  if (!read.ok) return invalid(read.problems);
  const { days, groupBy, format } = read.query;
  const totals = await queue.costs(days);
  const records = groupBy.every(isPlain) ? [] : await recordsOf(queue, read.query);
  if (records === null) return invalid([TOO_MANY]);
  const data = groupCosts(sharesOf(totals, records), groupBy);
  const [from, to] = [days[0], days.at(-1)];
  response.vary("Accept");
  if ((format ?? (request.accepts("json", "csv") || "json")) === "json")
    response.json({
      from,
      to,
      group_by: groupBy,
      data,
      totals: groupCosts(sharesOf(totals, []), []),
    });
  else response.attachment(`costs-${from}-${to}.csv`).send(costsCsv(data, groupBy));
}

/** Those of which anything may have been charged. */
const CHARGEABLE = STATUSES.filter((status) => status !== "queued" && status !== "canceled");
/** Generations may wait before their attempts begin: those that waited longer are not looked at. */
const LONGEST_WAIT_MS = 7 * DAY_MS;
const PAGE = 200;
const MOST_RECORDS = 20_000;
const TOO_MANY = {
  path: "from",
  message: `has more than ${MOST_RECORDS} generations until \`to\`: shorten the period, or do not group by metadata`,
};

/** The records in Redis whose attempts may have begun on these days; null if there are too many. */
async function recordsOf(
  { find }: CostsQueue,
  { days }: CostsQuery,
): Promise<readonly Generation[] | null> {
  const found: Generation[] = [];
  const createdAfter = Date.parse(days[0]) - LONGEST_WAIT_MS;
  const createdBefore = Date.parse(days.at(-1) ?? days[0]) + DAY_MS;
  let after: string | undefined;
  do {
    const filter = { status: CHARGEABLE, createdAfter, createdBefore };
    const { generations, next } = await find({ ...filter, limit: PAGE, after });
    found.push(...generations);
    after = next ?? undefined;
    if (found.length > MOST_RECORDS) return null;
  } while (after !== undefined);
  return found;
}
