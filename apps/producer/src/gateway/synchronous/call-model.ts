import type { ResultShape } from "@dashqueue/dashscope";
import type { ArchivedFile, Generation } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import type { Request, Response } from "express";

import type { QueueOf } from "../../auth/queue-of.ts";
import type { HoldPorts } from "../../events/hold-call.ts";
import { holdCall } from "../../events/hold-call.ts";
import type { CreateTaskPorts } from "../create-task.ts";
import { submitTask } from "../create-task.ts";
import { creationRequestId } from "../creation-request-id.ts";
import { isEnabled } from "../enabled-header.ts";
import type { Refusal } from "../refusal.ts";
import { invalidParameter } from "../refusal.ts";
import type { Reply } from "../reply.ts";
import { callAnswer, isEnded } from "./call-answer.ts";
import { readImageCall } from "./image-call.ts";

export interface CallModelPorts extends CreateTaskPorts, HoldPorts {
  readonly queueOf: QueueOf<"enqueue" | "get">;
  /** How long a call is held open for its result. */
  readonly syncTimeoutMs: number;
  readonly logger: Pick<Logger, "info">;
  readonly now: () => number;
}

/**
 * `POST /services/…` without `X-DashScope-Async`: queues the generation, and answers once its
 * images are in the archive. The generation continues if the client disconnects (G9).
 *
 * @param linkOf returns the link to an archived file of a generation.
 */
export async function callModel(
  ports: CallModelPorts,
  reply: Reply,
  linkOf: (generation: Generation, file: ArchivedFile) => string,
  request: Request,
  response: Response,
): Promise<void> {
  const { logger } = ports;
  const submitted = await submitCall(ports, reply, request, response);
  if (submitted === null) return;
  const { generation, result } = submitted;
  const { id } = generation;
  const { syncTimeoutMs } = ports;
  const { last, isAbandoned } = await holdCall(ports, request, response, generation, syncTimeoutMs);
  if (isEnded(last)) {
    const answer = callAnswer(last, result, (file) => linkOf(last, file));
    if (answer.kind === "refused") return reply.refuse(response, answer.refusal);
    reply.send(response, answer.body, creationRequestId(id));
  } else if (isAbandoned) {
    logger.info({ event: "call-abandoned", generation_id: id }, "caller disconnected");
  } else if (ports.closing.aborted) {
    const detail = `The gateway is restarting. ${whatNow(ports, request, id)}`;
    reply.sendProblem(response, { status: 503, detail, retryAfterSeconds: 1 });
  } else reply.refuse(response, timeout(ports, whatNow(ports, request, id)));
}

/**
 * Stores the generation of a call; null if the call was refused. Separate from `callModel`, so that
 * a held call keeps no body in memory.
 */
async function submitCall(
  ports: CallModelPorts,
  reply: Reply,
  request: Request,
  response: Response,
): Promise<{ readonly generation: Generation; readonly result: ResultShape } | null> {
  const refuse = (refusal: Refusal) => {
    reply.refuse(response, refusal);
    return null;
  };
  const { findModel, now } = ports;
  const call = readImageCall(request.path, request.body, { findModel, now: now() });
  if (call.kind === "refused") return refuse(call.refusal);
  if (isEnabled(request.get("X-DashScope-SSE"))) return refuse(NO_STREAMING);
  const generation = await submitTask(ports, reply, request, response, call);
  return generation && { generation, result: call.result };
}

const NO_STREAMING = invalidParameter(
  "Images are not streamed here: leave out the header X-DashScope-SSE (stream in the SDKs).",
);

function timeout({ syncTimeoutMs }: Pick<CallModelPorts, "syncTimeoutMs">, now: string): Refusal {
  const message = `The result took longer than ${syncTimeoutMs / 1_000} s. ${now}`;
  return { status: 504, code: "RequestTimeOut", message };
}

/** Advice to a client that got no result. */
function whatNow(
  { dedupeMs }: Pick<CallModelPorts, "dedupeMs">,
  request: Request,
  id: string,
): string {
  const query = `The generation continues as task ${id}: query it at GET /api/v1/tasks/${id}.`;
  if (request.get("Idempotency-Key") !== undefined)
    return `${query} A repeat with the same Idempotency-Key waits for it, too.`;
  if (dedupeMs === 0)
    return `${query} A repeat of this call creates another generation and is charged again, because GATEWAY_DEDUPE_MS is off.`;
  return `${query} A repeat of this call within ${dedupeMs / 1_000} s of the first one waits for it, too.`;
}
