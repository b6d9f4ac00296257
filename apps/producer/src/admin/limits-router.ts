import type { FindModel } from "@dashqueue/dashscope";
import { problemsOf, sentenceOf } from "@dashqueue/dashscope";
import type { LiveLimit, LiveLimits, WorkerReport } from "@dashqueue/queue/internal";
import { limitChanges, liveFigures, unknownAccount } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";
import { Router } from "express";
import { z } from "zod";

import { callerOf } from "../auth/caller.ts";
import { jsonBody } from "../http/json-body.ts";
import type { RecordChangePorts } from "./record-change.ts";
import { logChange, recordChange } from "./record-change.ts";
import { sendInvalid } from "./tenant-request.ts";

export interface LimitsPorts extends RecordChangePorts {
  readonly liveLimits: LiveLimits;
  readonly workerReports: () => Promise<readonly WorkerReport[]>;
  readonly findModel: FindModel;
}

export const liveLimitSchema = z.strictObject({
  max_in_flight: liveFigures.maxInFlight.describe("0 pauses the model."),
  submits_per_second: liveFigures.submitsPerSecond,
});

type LimitRequest = Request<{ readonly account: string; readonly model: string }>;

/** `/v1/admin/limits`: what all workers follow within seconds, in place of what they start with. */
export function limitsRouter(ports: LimitsPorts): Router {
  const { liveLimits } = ports;
  const router = Router();
  const path = "/v1/admin/limits/:account/:model";
  router.get("/v1/admin/limits", async (_request, response) => {
    response.json({ data: (await liveLimits.all()).map(viewOf) });
  });
  router.put(path, jsonBody(), (request: LimitRequest, response) =>
    setLimit(ports, request, response),
  );
  router.delete(path, async (request: LimitRequest, response) => {
    const { account, model } = request.params;
    const before = await liveLimits.get(account, model);
    if (before === null)
      return sendProblem(response, {
        status: 404,
        detail: "No limit is set for this account and model: see GET /v1/admin/limits.",
      });
    await recordChange(ports, request, limitChanges(before, null));
    await liveLimits.remove(account, model);
    logChange(ports, request, "limit-removed", { account, model });
    response.status(204).end();
  });
  return router;
}

async function setLimit(
  ports: LimitsPorts,
  request: LimitRequest,
  response: Response,
): Promise<void> {
  const { account, model } = request.params;
  const refusal = await refusalOf(ports, account, model);
  if (refusal !== null) return sendProblem(response, { status: 404, detail: refusal });
  const read = liveLimitSchema.safeParse(request.body, { error: sentenceOf });
  if (!read.success) return sendInvalid(response, problemsOf(read.error.issues));
  const { max_in_flight: maxInFlight, submits_per_second: submitsPerSecond } = read.data;
  const setBy = callerOf(request).name;
  const limit = { account, model, maxInFlight, submitsPerSecond, setAt: ports.now(), setBy };
  const before = await ports.liveLimits.get(account, model);
  await recordChange(ports, request, limitChanges(before, limit));
  await ports.liveLimits.set(limit);
  logChange(ports, request, "limit-set", { account, model, maxInFlight, submitsPerSecond });
  response.json(viewOf(limit));
}

/** Why no limit can be set; null if it can. */
async function refusalOf(
  { workerReports, findModel }: LimitsPorts,
  account: string,
  model: string,
): Promise<string | null> {
  if (model !== "*" && findModel(model) === undefined)
    return `There is no model ${model}: see GET /v1/models. \`*\` stands for all models.`;
  return unknownAccount(account, await workerReports());
}

function viewOf({ account, model, maxInFlight, submitsPerSecond, setAt, setBy }: LiveLimit) {
  const set = { set_at: new Date(setAt).toISOString(), set_by: setBy };
  const limits = { max_in_flight: maxInFlight, submits_per_second: submitsPerSecond };
  return { account, model, ...limits, ...set };
}
