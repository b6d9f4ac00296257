import { setImmediate } from "node:timers/promises";

import type { Batch, BatchCost, CostEntry, Status } from "@dashqueue/queue/internal";
import { costEntryOf, isTerminal, STATUSES } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";
import { Router } from "express";

import { callerOf } from "../auth/caller.ts";
import type { QueueOf } from "../auth/queue-of.ts";
import { sendResults } from "./send-results.ts";
import { batchView, openIn, totalsOf } from "./batch-view.ts";
import type { SubmitBatchPorts } from "./submit-batch.ts";
import { batchBody, submitBatch } from "./submit-batch.ts";

export interface BatchesPorts extends SubmitBatchPorts {
  readonly queueOf: QueueOf<
    | "enqueueBatch"
    | "batch"
    | "batchStatuses"
    | "batchCost"
    | "keepBatchCost"
    | "find"
    | "get"
    | "views"
    | "cancel"
  >;
}

type BatchQueue = ReturnType<BatchesPorts["queueOf"]>;

/** `/v1/batches`: many submissions that are accepted together. */
export function batchesRouter(ports: BatchesPorts): Router {
  const { queueOf } = ports;
  const router = Router();
  router.post("/v1/batches", batchBody(ports.largeBodies), async (request, response) => {
    const accepted = await submitBatch(ports, request, response);
    if (accepted === null) return;
    response.status(202).location(`/v1/batches/${accepted.id}`);
    await sendBatch(queueOf(request), accepted, response);
  });
  router.get("/v1/batches/:id", async (request, response) => {
    const batch = await batchOf(queueOf(request), request, response);
    if (batch !== null) await sendBatch(queueOf(request), batch, response);
  });
  router.get("/v1/batches/:id/results", async (request, response) => {
    const batch = await batchOf(queueOf(request), request, response);
    if (batch !== null) await sendResults(queueOf(request), batch, response);
  });
  router.post("/v1/batches/:id/cancel", async (request, response) => {
    const batch = await batchOf(queueOf(request), request, response);
    if (batch === null) return;
    await cancelAll(queueOf(request), batch, callerOf(request).name);
    await sendBatch(queueOf(request), batch, response);
  });
  return router;
}

async function batchOf(
  { batch }: Pick<BatchQueue, "batch">,
  request: Request,
  response: Response,
): Promise<Batch | null> {
  const found = await batch(String(request.params["id"]));
  if (found === null)
    sendProblem(response, { status: 404, detail: "There is no batch with this id." });
  return found;
}

async function sendBatch(
  queue: CostQueue & Pick<BatchQueue, "batchStatuses">,
  batch: Batch,
  response: Response,
): Promise<void> {
  const statuses = await queue.batchStatuses(batch.id);
  const cost = await costOf(queue, batch, statuses);
  response.json(batchView(batch, statuses, cost));
}

type Statuses = Awaited<ReturnType<BatchQueue["batchStatuses"]>>;
type CostQueue = Pick<BatchQueue, "batchCost" | "keepBatchCost" | "find">;

/**
 * Adds up what a batch costs. Once it has ended, that does not change, so it is kept, unless a
 * record was not read: this version may not understand it, or Redis may have forgotten it.
 */
async function costOf(
  queue: CostQueue,
  batch: Batch,
  statuses: Statuses,
): Promise<readonly BatchCost[]> {
  const hasEnded = openIn(statuses) === 0;
  const kept = hasEnded ? await queue.batchCost(batch.id) : null;
  if (kept !== null) return kept;
  const { costs, read } = await costsOf(queue, batch);
  const cost = totalsOf(costs);
  const sum = (all: readonly Status[]) => all.reduce((total, each) => total + statuses[each], 0);
  const isWhole = read === sum(CHARGEABLE) && sum(STATUSES) === batch.count;
  if (hasEnded && isWhole) await queue.keepBatchCost(batch.id, cost);
  return cost;
}

const PAGE = 100;
/** Nothing was sent for the others, or it is not charged. */
const CHARGEABLE = STATUSES.filter((status) => status !== "queued" && status !== "canceled");
const OPEN = STATUSES.filter((status) => !isTerminal(status));

async function costsOf(queue: Pick<BatchQueue, "find">, { id }: Batch) {
  const costs: CostEntry[] = [];
  let read = 0;
  for await (const page of pagesOf(queue, id, CHARGEABLE)) {
    read += page.length;
    costs.push(...page.flatMap((generation) => costEntryOf(generation) ?? []));
    // Gives other requests a turn.
    await setImmediate();
  }
  return { costs, read };
}

/** A generation that begins meanwhile may still be charged; its `cancel` says so. */
async function cancelAll(
  queue: Pick<BatchQueue, "find" | "cancel">,
  { id }: Batch,
  by: string,
): Promise<void> {
  for await (const page of pagesOf(queue, id, OPEN))
    await Promise.all(page.map((generation) => queue.cancel(generation.id, by)));
}

async function* pagesOf(
  { find }: Pick<BatchQueue, "find">,
  batch: string,
  status: readonly Status[],
) {
  let after: string | undefined;
  do {
    const { generations, next } = await find({ batch, status, limit: PAGE, after });
    yield generations;
    after = next ?? undefined;
  } while (after !== undefined);
}
