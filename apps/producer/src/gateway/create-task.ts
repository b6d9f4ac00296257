import { createHash } from "node:crypto";

import type { FindModel } from "@dashqueue/dashscope";
import type {
  Enqueued,
  EnqueueOptions,
  Generation,
  ProducerQueue,
} from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import type { Request, Response } from "express";

import type { Authentication } from "../auth/authentication.ts";
import { idempotencyConflict, readIdempotencyKey } from "../http/idempotency-key.ts";
import { creationRequestId } from "./creation-request-id.ts";
import type { Refusal } from "./refusal.ts";
import { invalidParameter, REFUSALS } from "./refusal.ts";
import type { Reply } from "./reply.ts";
import { withoutSdkExtras } from "./sdk-extras.ts";

export interface CreateTaskPorts {
  readonly queue: Pick<ProducerQueue, "enqueue">;
  readonly authentication: Authentication;
  readonly findModel: FindModel;
  /** How long an identical body of the same caller returns the same task; 0 turns this off. */
  readonly dedupeMs: number;
  readonly logger: Pick<Logger, "info">;
  readonly countSubmission: (result: Enqueued["kind"]) => void;
}

/** `POST /services/…`: stores a generation durably, then returns it as a pending task (G9). */
export async function createTask(
  ports: CreateTaskPorts,
  reply: Reply,
  request: Request,
  response: Response,
): Promise<void> {
  const { body } = request as { body: unknown };
  const model = modelOf(body);
  const known = model === undefined ? undefined : ports.findModel(model);
  if (known !== undefined && `/api/v1${known.path}` !== request.baseUrl + request.path)
    return reply.refuse(response, REFUSALS.wrongPath);
  const generation = await submitTask(ports, reply, request, response, { body });
  if (generation === null) return;
  const output = { task_status: "PENDING", task_id: generation.id };
  response.json({ output, request_id: creationRequestId(generation.id) });
}

/**
 * Stores the generation that a request asks for, or finds the one of an equal request (G9). Returns
 * null when it has refused the request.
 */
export async function submitTask(
  ports: CreateTaskPorts,
  reply: Reply,
  request: Request,
  response: Response,
  { body }: { readonly body: unknown },
): Promise<Generation | null> {
  const { queue, logger, countSubmission } = ports;
  const refuse = (refusal: Refusal) => {
    reply.refuse(response, refusal);
    return null;
  };
  const options = optionsOf(ports, request);
  if ("problem" in options) return refuse(invalidParameter(options.problem));
  const enqueued = await queue.enqueue(withoutSdkExtras(body), options);
  countSubmission(enqueued.kind);
  switch (enqueued.kind) {
    case "accepted":
    case "repeated": {
      const { kind, generation } = enqueued;
      const { model } = generation.request;
      logger.info({ event: `generation-${kind}`, generation_id: generation.id, model });
      return generation;
    }
    case "conflict":
      return refuse({ status: 409, code: "Conflict", message: idempotencyConflict(enqueued.id) });
    case "invalid": {
      const problems = enqueued.problems.map(({ path, message }) => `${path}: ${message}`);
      return refuse(invalidParameter(problems.join("; ")));
    }
  }
}

/** The model that a body names, if it names one. */
export function modelOf(body: unknown): string | undefined {
  const model =
    typeof body === "object" && body !== null && "model" in body ? body.model : undefined;
  return typeof model === "string" ? model : undefined;
}

/**
 * What makes two requests one task: the caller's idempotency key, or the same body within
 * `dedupeMs`. The latter helps clients that retry and cannot send a key.
 */
function optionsOf(
  { authentication, dedupeMs }: Pick<CreateTaskPorts, "authentication" | "dedupeMs">,
  request: Request,
): EnqueueOptions | { readonly problem: string } {
  const caller = authentication.callerOf(request.headers.authorization) ?? "";
  const read = readIdempotencyKey(request.get("Idempotency-Key"), caller);
  if (!read.ok) return read;
  if (read.key !== undefined) return { idempotencyKey: read.key };
  if (dedupeMs === 0) return {};
  const digest = createHash("sha256").update(JSON.stringify(request.body)).digest("hex");
  return { idempotencyKey: `${caller}:gateway:${digest}`, forMs: dedupeMs };
}
