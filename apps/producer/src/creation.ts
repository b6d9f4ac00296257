import type { Enqueued, ProducerQueue } from "@dashqueue/queue";
import { viewOf } from "@dashqueue/queue";
import { sendProblem, type Logger } from "@dashqueue/service";
import express, { type Request, type RequestHandler, type Response } from "express";

import type { Authentication } from "./authentication.ts";
import { readIdempotencyKey } from "./idempotency-key.ts";

const BODY_LIMIT_BYTES = 1024 * 1024;

export interface CreationPorts {
  readonly queue: Pick<ProducerQueue, "enqueue">;
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
  const key = readIdempotencyKey(request.get("Idempotency-Key"));
  if (!key.ok) {
    sendProblem(response, { status: 400, detail: key.problem });
    return;
  }
  const body: unknown = request.body;
  // A key is its caller's own: two callers with the same one do not meet.
  const caller = ports.authentication.callerOf(request.headers.authorization) ?? "";
  const idempotencyKey = key.key === undefined ? undefined : `${caller}:${key.key}`;
  const enqueued = await ports.queue.enqueue(body, { idempotencyKey });
  ports.answered(enqueued.kind);
  sendEnqueued(ports.logger, response, enqueued);
}

function sendEnqueued(logger: Logger, response: Response, enqueued: Enqueued): void {
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
