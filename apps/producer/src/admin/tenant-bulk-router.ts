import { sendProblem } from "@dashqueue/service";
import { Router } from "express";

import type { BulkPorts } from "../bulk/bulk-router.ts";
import { operationView } from "../bulk/bulk-view.ts";
import type { RecordChangePorts } from "./record-change.ts";
import { logChange, recordChange } from "./record-change.ts";

export interface TenantBulkPorts extends RecordChangePorts {
  readonly bulk: Pick<BulkPorts, "operations" | "wake">;
}

/** `/v1/admin/bulk`: the bulk operations of all tenants that have not finished. */
export function tenantBulkRouter(ports: TenantBulkPorts): Router {
  const { operations, wake } = ports.bulk;
  const router = Router();
  router.get("/v1/admin/bulk", async (_request, response) => {
    response.json({ data: (await operations.openStates()).map(operationView) });
  });
  router.post("/v1/admin/bulk/:id/cancel", async (request, response) => {
    const state = await operations.get(request.params.id);
    if (state === null)
      return sendProblem(response, {
        status: 404,
        detail: "There is no bulk operation with this id: see GET /v1/admin/bulk.",
      });
    if (state.progress.finishedAt !== null) return void response.json(operationView(state));
    await recordChange(ports, request);
    const { id, tenant } = state.operation;
    await operations.cancel(id);
    logChange(ports, request, "bulk-canceled", { operation_id: id, tenant });
    wake();
    response.json(operationView({ ...state, isCanceled: true }));
  });
  return router;
}
