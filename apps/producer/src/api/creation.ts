import type {
  Enqueued,
  EnqueueOptions,
  ProducerQueue,
  Regenerated,
} from "@dashqueue/queue/internal";
import { viewOf } from "@dashqueue/queue/internal";
import { sendProblem, type Logger } from "@dashqueue/service";
import express, { type Request, type RequestHandler, type Response } from "express";

import type { Authentication } from "../auth/authentication.ts";
import { readIdempotencyKey } from "./idempotency-key.ts";
import { sendUnknownGeneration } from "./unknown-generation.ts";

const BODY_LIMIT_BYTES = 1024 * 1024;

export interface CreationPorts {
  readonly queue: Pick<ProducerQueue, "enqueue" | "regenerate">;
  readonly authentication: Authentication;
  readonly logger: Logger;
  /** Called with what became of each request for a generation. */
  readonly answered: (kind: Enqueued["kind"]) => void;
}

/** `POST /v1/generations`, step by step. */
export function creationHandlers(ports: CreationPorts): RequestHandler[] {
  // Not strict: that a text or a number is no generation is said like all other problems.
  const json = express.json({ limit: BODY_LIMIT_BYTES, strict: false });
  return [requireJson, json, (request, response) => create(ports, request, response)];
}

/** `POST /v1/generations/{id}/regenerate`: buys the same once more, and says the price. */
export function regenerationHandler(ports: CreationPorts): RequestHandler {
  return (request, response) => regenerate(ports, request, response);
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

async function create(ports: CreationPorts, request: Request, response: Response): Promise<void> {
  const options = readOptions(ports, request, response);
  if (options === null) return;
  const enqueued = await ports.queue.enqueue(request.body, options);
  ports.answered(enqueued.kind);
  sendEnqueued(ports.logger, response, enqueued);
}

async function regenerate(
  ports: CreationPorts,
  request: Request,
  response: Response,
): Promise<void> {
  const options = readOptions(ports, request, response);
  if (options === null) return;
  const regenerated = await ports.queue.regenerate(String(request.params["id"]), options);
  switch (regenerated.kind) {
    case "missing":
      return sendUnknownGeneration(response);
    case "open":
      return sendProblem(response, {
        status: 409,
        detail: `Nothing was bought: the generation is ${regenerated.generation.status}, and its own result may still come.`,
      });
    case "accepted":
    case "repeated":
    case "conflict":
    case "invalid":
      ports.answered(regenerated.kind);
      return sendEnqueued(ports.logger, response, regenerated);
  }
}

/** What came in the headers; null when that was wrong and is answered. */
function readOptions(
  ports: CreationPorts,
  request: Request,
  response: Response,
): EnqueueOptions | null {
  const key = readIdempotencyKey(request.get("Idempotency-Key"));
  if (!key.ok) {
    sendProblem(response, { status: 400, detail: key.problem });
    return null;
  }
  // A key is its caller's own: two callers with the same one do not meet.
  const caller = ports.authentication.callerOf(request.headers.authorization) ?? "";
  return key.key === undefined ? {} : { idempotencyKey: `${caller}:${key.key}` };
}

function sendEnqueued(
  logger: Logger,
  response: Response,
  enqueued: Enqueued | Exclude<Regenerated, { kind: "open" | "missing" }>,
): void {
  switch (enqueued.kind) {
    case "accepted":
    case "repeated": {
      const { kind, generation } = enqueued;
      logger.info({
        event: `generation-${kind}`,
        generation_id: generation.id,
        model: generation.request.model,
      });
      response.status(202).location(`/v1/generations/${generation.id}`).json(viewOf(generation));
      return;
    }
    case "conflict":
      sendProblem(response, {
        status: 409,
        detail: `This Idempotency-Key was used for another request, which became ${enqueued.id}.`,
      });
      return;
    case "invalid":
      sendProblem(response, {
        status: 400,
        detail: "The request is wrong. Nothing was stored.",
        errors: enqueued.problems,
      });
  }
}
