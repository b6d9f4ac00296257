import { sendProblem } from "@dashqueue/service";
import type { BulkOperations, OperationState } from "@dashqueue/queue/internal";
import type { Request, Response } from "express";
import { Router } from "express";

import { callerOf } from "../auth/caller.ts";
import type { TimePadding } from "../auth/time-padding.ts";
import { withPadding } from "../auth/time-padding.ts";
import { jsonBody } from "../http/json-body.ts";
import { operationView } from "./bulk-view.ts";
import type { BeginPorts } from "./begin-operation.ts";
import { beginOperation } from "./begin-operation.ts";

export interface BulkPorts extends BeginPorts, TimePadding {
  readonly operations: Pick<
    BulkOperations,
    "create" | "known" | "openOf" | "openStates" | "get" | "cancel"
  >;
}

/** `/v1/bulk`: one action on all generations that a filter finds. */
export function bulkRouter(ports: BulkPorts): Router {
  const { operations } = ports;
  const router = Router();
  router.post("/v1/bulk", jsonBody(), (request, response) =>
    beginOperation(ports, request, response),
  );
  router.get("/v1/bulk/:id", async (request, response) => {
    const state = await ownOperation(ports, request, response);
    if (state !== null) response.json(operationView(state));
  });
  router.post("/v1/bulk/:id/cancel", async (request, response) => {
    const state = await ownOperation(ports, request, response);
    if (state === null) return;
    if (state.progress.finishedAt !== null) return void response.json(operationView(state));
    await operations.cancel(state.operation.id);
    ports.wake();
    response.json(operationView({ ...state, isCanceled: true }));
  });
  return router;
}

async function ownOperation(
  ports: BulkPorts,
  request: Request,
  response: Response,
): Promise<OperationState | null> {
  const find = withPadding(ports, async () => {
    const state = await ports.operations.get(String(request.params["id"]));
    return state?.operation.tenant === callerOf(request).tenant ? state : null;
  });
  const state = await find();
  if (state === null)
    sendProblem(response, { status: 404, detail: "There is no bulk operation with this id." });
  return state;
}
