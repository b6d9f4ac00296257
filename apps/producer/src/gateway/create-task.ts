import { createHash } from "node:crypto";

import type { FindModel } from "@dashqueue/dashscope";
import { readLeniently } from "@dashqueue/dashscope";
import type {
  RequestContext,
  Enqueued,
  EnqueueOptions,
  Generation,
} from "@dashqueue/queue/internal";
import { contextText, OWN_FIELDS } from "@dashqueue/queue/internal";
import type { Request, Response } from "express";

import { callerOf } from "../auth/caller.ts";
import type { QueueOf } from "../auth/queue-of.ts";
import { idempotencyConflict, readIdempotencyKey } from "../http/idempotency-key.ts";
import { filesOf, releaseBody } from "../http/large-bodies.ts";
import { problemOfRefusal } from "../http/tenant-refusal.ts";
import { createRouteOf } from "./create-route.ts";
import { creationRequestId } from "./creation-request-id.ts";
import type { Refusal } from "./refusal.ts";
import { invalidParameter, REFUSALS } from "./refusal.ts";
import type { Reply } from "./reply.ts";
import { readRequestContext } from "./request-context.ts";

export interface CreateTaskPorts {
  readonly queueOf: QueueOf<"enqueue">;
  readonly findModel: FindModel;
  /** Whether fields that mean nothing to the model are refused instead of left out. */
  readonly isStrict: boolean;
  /** How long an identical body of the same caller returns the same task; 0 turns this off. */
  readonly dedupeMs: number;
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
  const route = createRouteOf(request.path, known, ports.isStrict);
  if (route.kind === "wrong") return reply.refuse(response, REFUSALS.wrongPath);
  const wanted = { body, path: route.path };
  const generation = await submitTask(ports, reply, request, response, wanted);
  if (generation === null) return;
  const output = { task_status: "PENDING", task_id: generation.id };
  reply.send(response, { output }, creationRequestId(generation.id));
}

/**
 * Stores the generation that a request asks for, or finds the one of an equal request (G9). Returns
 * null when it has refused the request. A header names the fields that were left out.
 *
 * @param wanted the body of the create request, and its path if the model's own is not known.
 */
export async function submitTask(
  ports: CreateTaskPorts,
  reply: Reply,
  request: Request,
  response: Response,
  wanted: { readonly body: unknown; readonly path?: string | null },
): Promise<Generation | null> {
  const { queueOf, findModel, isStrict, countSubmission } = ports;
  const refuse = (refusal: Refusal) => {
    reply.refuse(response, refusal);
    return null;
  };
  const { body, ignored } = isStrict
    ? { body: wanted.body, ignored: [] }
    : readLeniently(wanted.body, { findModel, ownFields: OWN_FIELDS });
  const read = readRequestContext((name) => request.get(name));
  if (!read.ok) return refuse(invalidParameter(read.problem));
  const context = { ...read.context, path: wanted.path ?? null, ignored };
  const options = optionsOf(ports, request, context);
  if ("problem" in options) return refuse(invalidParameter(options.problem));
  const enqueued = await queueOf(request).enqueue(
    body,
    { ...options, files: filesOf(request) },
    context,
  );
  countSubmission(enqueued.kind);
  releaseBody(request);
  switch (enqueued.kind) {
    case "accepted":
    case "repeated": {
      if (ignored.length > 0) response.set("X-Dashqueue-Ignored", ignored.join(", "));
      return enqueued.generation;
    }
    case "conflict":
      return refuse({ status: 409, code: "Conflict", message: idempotencyConflict(enqueued) });
    case "refused":
      reply.sendProblem(response, problemOfRefusal(enqueued.refusal));
      return null;
    case "invalid": {
      const problems = enqueued.problems.map(({ path, message }) =>
        path === "" ? `The request ${message}` : `${path}: ${message}`,
      );
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
 * What makes two requests one task: the caller's idempotency key, or the same request within
 * `dedupeMs`. The latter helps clients that retry and cannot send a key.
 */
function optionsOf(
  { dedupeMs }: Pick<CreateTaskPorts, "dedupeMs">,
  request: Request,
  context: RequestContext,
): EnqueueOptions | { readonly problem: string } {
  const { space } = callerOf(request);
  const read = readIdempotencyKey(request.get("Idempotency-Key"), space);
  if (!read.ok) return read;
  if (read.key !== undefined) return { idempotencyKey: read.key };
  if (dedupeMs === 0) return {};
  const text = JSON.stringify(request.body) + contextText(context);
  const digest = createHash("sha256").update(text).digest("hex");
  return { idempotencyKey: `${space}:gateway:${digest}`, forMs: dedupeMs };
}
