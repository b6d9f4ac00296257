import type { Problem as InvalidField } from "@dashqueue/dashscope";
import type { Enqueued, EnqueueOptions, Generation } from "@dashqueue/queue/internal";
import { isTerminal, viewOf } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Request, RequestHandler, Response } from "express";
import { Router } from "express";

import { callerOf } from "../auth/caller.ts";
import type { QueueOf } from "../auth/queue-of.ts";
import type { HoldPorts } from "../events/hold-call.ts";
import { holdCall } from "../events/hold-call.ts";
import { idempotencyConflict, readIdempotencyKey } from "../http/idempotency-key.ts";
import { jsonBody } from "../http/json-body.ts";
import type { LargeBodies } from "../http/large-bodies.ts";
import { filesOf, releaseBody } from "../http/large-bodies.ts";
import { readPreferWait } from "../http/prefer-wait.ts";
import { problemOfRefusal } from "../http/tenant-refusal.ts";
import { sendUnknownGeneration } from "../http/unknown-generation.ts";

export interface SubmissionsPorts extends HoldPorts {
  readonly queueOf: QueueOf<"enqueue" | "quote" | "regenerate" | "get">;
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
  if (asksForQuote(request.body)) {
    const quoted = await ports.queueOf(request).quote(request.body, { files });
    if (quoted.kind === "quoted") response.json(quoted.quote);
    else sendInvalid(response, quoted.problems);
    return;
  }
  const enqueued = await ports.queueOf(request).enqueue(request.body, { ...options, files });
  ports.countSubmission(enqueued.kind);
  await sendEnqueued(ports, request, response, enqueued);
}

function asksForQuote(body: unknown): boolean {
  return typeof body === "object" && body !== null && "dry_run" in body && body.dry_run === true;
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
      return sendEnqueued(ports, request, response, regenerated);
  }
}

/** Reads the idempotency key. Answers 400 and returns null if it is invalid. */
function readOptions(request: Request, response: Response): EnqueueOptions | null {
  const read = readIdempotencyKey(request.get("Idempotency-Key"), callerOf(request).space);
  if (read.ok) return { idempotencyKey: read.key };
  sendProblem(response, { status: 400, detail: read.problem });
  return null;
}

async function sendEnqueued(
  ports: SubmissionsPorts,
  request: Request,
  response: Response,
  enqueued: Enqueued<Generation>,
): Promise<void> {
  switch (enqueued.kind) {
    case "accepted":
    case "repeated": {
      const { kind, generation } = enqueued;
      if (kind === "repeated") response.set("Idempotent-Replayed", "true");
      response.location(`/v1/generations/${generation.id}`);
      return sendGeneration(ports, request, response, generation);
    }
    case "refused":
      return sendProblem(response, problemOfRefusal(enqueued.refusal));
    case "conflict":
      return sendProblem(response, { status: 409, detail: idempotencyConflict(enqueued) });
    case "invalid":
      return sendInvalid(response, enqueued.problems);
  }
}

function sendInvalid(response: Response, problems: readonly InvalidField[]): void {
  sendProblem(response, {
    status: 400,
    detail: "The request is invalid. Nothing was stored.",
    errors: problems,
  });
}

/** Answers at once, or when the generation has ended if the caller prefers to wait (RFC 7240). */
async function sendGeneration(
  ports: SubmissionsPorts,
  request: Request,
  response: Response,
  generation: Generation,
): Promise<void> {
  const waitS = readPreferWait(request.get("Prefer"));
  if (waitS === null) return void response.status(202).json(viewOf(generation));
  releaseBody(request);
  const { last, isAbandoned } = await holdCall(ports, request, response, generation, waitS * 1_000);
  if (isAbandoned) return;
  if (isTerminal(last.status)) response.status(200).set("Preference-Applied", `wait=${waitS}`);
  else response.status(202);
  response.json(viewOf(last));
}
