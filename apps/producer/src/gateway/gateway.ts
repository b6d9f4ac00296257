import { createHash, randomUUID } from "node:crypto";

import type { FindModel } from "@dashqueue/dashscope";
import type {
  Enqueued,
  EnqueueOptions,
  GenerationStore,
  ProducerQueue,
} from "@dashqueue/queue/internal";
import { problemHandler, type Logger } from "@dashqueue/service";
import express, { Router, type Request, type RequestHandler, type Response } from "express";

import type { Authentication } from "../auth/authentication.ts";
import { cancelGeneration, type CancelPorts } from "../api/cancel.ts";
import { readIdempotencyKey } from "../api/idempotency-key.ts";
import type { SignedLinks } from "../files/signed-links.ts";
import { invalid, REFUSALS, requestIdOf, sendProblemAsRefusal, sendRefusal } from "./refusal.ts";
import { withoutSdkExtras } from "./sdk-extras.ts";
import { taskBody, unknownTask } from "./task-body.ts";
import { findTasks, readTaskListQuery, taskListBody } from "./task-list.ts";

export interface GatewayPorts extends CancelPorts {
  readonly queue: CancelPorts["queue"] &
    Pick<ProducerQueue, "enqueue"> & { readonly store: Pick<GenerationStore, "get" | "list"> };
  readonly authentication: Authentication;
  readonly findModel: FindModel;
  readonly links: SignedLinks;
  /** How callers reach this API: `https://queue.example`; by default as they did. */
  readonly publicUrl?: string | undefined;
  /** So long the same body of the same caller is the same task; 0 for never. */
  readonly dedupeMs?: number | undefined;
  readonly logger: Logger;
  /** Called with what became of each request for a generation. */
  readonly answered: (kind: Enqueued["kind"]) => void;
  readonly now: () => number;
}

const BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * DashScope's own API in front of the queue: a client that knows DashScope has to change its base URL only. A task is a
 * generation. DashScope's documentation: the models' API pages, "manage asynchronous tasks".
 */
export function gatewayRouter(ports: GatewayPorts): Router {
  const { store } = ports.queue;
  const router = Router();
  router.use(requireKey(ports.authentication));
  // Whatever the type says: DashScope's own examples and SDKs differ in it.
  const json = express.json({ limit: BODY_LIMIT_BYTES, strict: false, type: () => true });
  router.post("/services/{*path}", requireAsync, json, (request, response) =>
    create(ports, request, response),
  );
  router.get("/tasks", async (request, response) => {
    const read = readTaskListQuery(request.query, ports.now());
    if (!read.ok) return sendRefusal(response, invalid(read.message));
    const found = await findTasks(store, read.query);
    response.json({ ...taskListBody(read.query, found), request_id: randomUUID() });
  });
  router.get("/tasks/:id", async (request, response) => {
    const { id } = request.params;
    const generation = await store.get(id);
    const linkOf = ({ name }: { readonly name: string }) => linkTo(ports, request, id, name);
    const body = generation === null ? unknownTask(id) : taskBody(generation, linkOf);
    response.json({ request_id: randomUUID(), ...body });
  });
  router.post("/tasks/:id/cancel", async (request, response) => {
    const generation = await cancelGeneration(ports, request.params.id);
    if (generation?.status !== "canceled") return sendRefusal(response, REFUSALS.notCancelable);
    response.json({ request_id: randomUUID() });
  });
  router.use((_request, response) => sendRefusal(response, REFUSALS.unknownPath));
  return router.use(problemHandler(ports.logger, sendProblemAsRefusal));
}

function requireKey({ callerOf }: Authentication): RequestHandler {
  return ({ headers }, response, next) => {
    if (callerOf(headers.authorization) !== null) return next();
    sendRefusal(
      response,
      headers.authorization === undefined ? REFUSALS.keyMissing : REFUSALS.keyWrong,
    );
  };
}

const requireAsync: RequestHandler = (request, response, next) => {
  if (request.get("X-DashScope-Async")?.toLowerCase() === "enable") return next();
  sendRefusal(response, REFUSALS.notAsynchronous);
};

async function create(ports: GatewayPorts, request: Request, response: Response): Promise<void> {
  const { queue, findModel, logger } = ports;
  const body = withoutSdkExtras(request.body);
  const model = modelOf(body);
  const known = model === undefined ? undefined : findModel(model);
  if (known !== undefined && `/api/v1${known.path}` !== request.baseUrl + request.path)
    return sendRefusal(response, REFUSALS.wrongPath);
  const options = optionsOf(ports, request);
  if ("problem" in options) return sendRefusal(response, invalid(options.problem));
  const enqueued = await queue.enqueue(body, options);
  ports.answered(enqueued.kind);
  switch (enqueued.kind) {
    case "accepted":
    case "repeated": {
      const { kind, generation } = enqueued;
      logger.info({ event: `generation-${kind}`, generation_id: generation.id, model });
      const output = { task_status: "PENDING", task_id: generation.id };
      response.json({ output, request_id: requestIdOf(generation.id) });
      return;
    }
    case "conflict":
      return sendRefusal(response, {
        status: 409,
        code: "Conflict",
        message: `This Idempotency-Key was used for another request, which became ${enqueued.id}.`,
      });
    case "invalid":
      return sendRefusal(
        response,
        invalid(enqueued.problems.map(({ path, message }) => `${path}: ${message}`).join("; ")),
      );
  }
}

function modelOf(body: unknown): string | undefined {
  const model =
    typeof body === "object" && body !== null && "model" in body ? body.model : undefined;
  return typeof model === "string" ? model : undefined;
}

/** What makes two creates one: the caller's own key, or the same body soon after. Keys of two callers do not meet. */
function optionsOf(
  { authentication, dedupeMs = 0 }: GatewayPorts,
  request: Request,
): EnqueueOptions | { readonly problem: string } {
  const read = readIdempotencyKey(request.get("Idempotency-Key"));
  if (!read.ok) return read;
  const caller = authentication.callerOf(request.headers.authorization) ?? "";
  if (read.key !== undefined) return { idempotencyKey: `${caller}:${read.key}` };
  if (dedupeMs === 0) return {};
  const digest = createHash("sha256").update(JSON.stringify(request.body)).digest("hex");
  return { idempotencyKey: `${caller}:gateway:${digest}`, forMs: dedupeMs };
}

function linkTo(
  { links, publicUrl }: GatewayPorts,
  request: Request,
  id: string,
  name: string,
): string {
  const origin = publicUrl ?? `${request.protocol}://${request.get("host")}`;
  return `${origin}/v1/generations/${id}/files/${encodeURIComponent(name)}${links.queryFor(id, name)}`;
}
