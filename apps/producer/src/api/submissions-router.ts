import type { Enqueued, EnqueueOptions, Generation } from "@dashqueue/queue/internal";
import { viewOf } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import { sendProblem } from "@dashqueue/service";
import type { Request, RequestHandler, Response } from "express";
import { Router } from "express";

import { callerOf } from "../auth/caller.ts";
import type { QueueOf } from "../auth/queue-of.ts";
import { idempotencyConflict, readIdempotencyKey } from "../http/idempotency-key.ts";
import { jsonBody } from "../http/json-body.ts";
import type { LargeBodies } from "../http/large-bodies.ts";
import { filesOf } from "../http/large-bodies.ts";
import { problemOfRefusal } from "../http/tenant-refusal.ts";
import { sendUnknownGeneration } from "../http/unknown-generation.ts";

export interface SubmissionsPorts {
  readonly queueOf: QueueOf<"enqueue" | "regenerate">;
  readonly logger: Pick<Logger, "info">;
  readonly countSubmission: (result: Enqueued["kind"]) => void;
  readonly largeBodies: LargeBodies;
}

/**
 * The two routes that buy: `POST /v1/generations`, and `POST /v1/generations/{id}/regenerate`,
 * which submits an ended generation's request again. Both answer 202 only when the generation is
 * durable (G9).
 */
export function submissionsRouter(ports: SubmissionsPorts): Router {
  const router = Router();
  const json = jsonBody(ports.largeBodies);
  router.post("/v1/generations", requireJson, json, (request, response) =>
    submit(ports, request, response),
  );
  router.post("/v1/generations/:id/regenerate", (request, response) =>
    regenerate(ports, request, response),
  );
  return router;
}

const requireJson: RequestHandler = (request, response, next) => {
  if (request.is("application/json") !== false) {
    next();
    return;
  }
  sendProblem(response, {
    status: 415,
    detail: "Send the body as JSON, with `Content-Type: application/json`.",
  });
};

async function submit(
  ports: SubmissionsPorts,
  request: Request,
  response: Response,
): Promise<void> {
  const options = readOptions(request, response);
  if (options === null) return;
  const files = filesOf(request);
  const enqueued = await ports.queueOf(request).enqueue(request.body, { ...options, files });
  ports.countSubmission(enqueued.kind);
  sendEnqueued(ports, response, enqueued);
}

async function regenerate(
  ports: SubmissionsPorts,
  request: Request,
  response: Response,
): Promise<void> {
  const options = readOptions(request, response);
  if (options === null) return;
  const regenerated = await ports
    .queueOf(request)
    .regenerate(String(request.params["id"]), options);
  switch (regenerated.kind) {
    case "missing":
      return sendUnknownGeneration(response);
    case "open":
      return sendProblem(response, {
        status: 409,
        detail: `Nothing was submitted: the generation is still ${regenerated.generation.status}. Wait until it ends, or cancel it.`,
      });
    case "accepted":
    case "repeated":
    case "conflict":
    case "invalid":
    case "refused":
      ports.countSubmission(regenerated.kind);
      return sendEnqueued(ports, response, regenerated);
  }
}

/** Reads the idempotency key. Answers 400 and returns null if it is invalid. */
function readOptions(request: Request, response: Response): EnqueueOptions | null {
  const read = readIdempotencyKey(request.get("Idempotency-Key"), callerOf(request).space);
  if (read.ok) return { idempotencyKey: read.key };
  sendProblem(response, { status: 400, detail: read.problem });
  return null;
}

function sendEnqueued(
  { logger }: SubmissionsPorts,
  response: Response,
  enqueued: Enqueued<Generation>,
): void {
  switch (enqueued.kind) {
    case "accepted":
    case "repeated": {
      const { kind, generation } = enqueued;
      logger.info({
        event: `generation-${kind}`,
        generation_id: generation.id,
        tenant: generation.tenant,
        model: generation.request.model,
      });
      if (kind === "repeated") response.set("Idempotent-Replayed", "true");
      response.status(202).location(`/v1/generations/${generation.id}`).json(viewOf(generation));
      return;
    }
    case "refused":
      return sendProblem(response, problemOfRefusal(enqueued.refusal));
    case "conflict":
      return sendProblem(response, { status: 409, detail: idempotencyConflict(enqueued) });
    case "invalid":
      return sendProblem(response, {
        status: 400,
        detail: "The request is invalid. Nothing was stored.",
        errors: enqueued.problems.map(({ path, message }) => ({ path, message })),
      });
  }
}
