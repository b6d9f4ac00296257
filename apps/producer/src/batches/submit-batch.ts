import type { Batch, BatchProblem, EnqueuedBatch } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import { sendProblem } from "@dashqueue/service";
import type { Request, RequestHandler, Response } from "express";
import { z } from "zod";

import { callerOf } from "../auth/caller.ts";
import type { QueueOf } from "../auth/queue-of.ts";
import { readIdempotencyKey } from "../http/idempotency-key.ts";
import { bytesOfType } from "../http/json-body.ts";
import type { LargeBodies } from "../http/large-bodies.ts";
import { releaseBody } from "../http/large-bodies.ts";
import { queryProblems } from "../http/query-problems.ts";
import { problemOfRefusal } from "../http/tenant-refusal.ts";
import type { ReadBatch } from "./read-lines.ts";
import { readJsonBatch, readJsonLines } from "./read-lines.ts";

export interface SubmitBatchPorts {
  readonly queueOf: QueueOf<"enqueueBatch">;
  readonly largeBodies: LargeBodies;
  readonly logger: Pick<Logger, "info">;
}

const LINES = ["application/jsonl", "application/x-ndjson", "application/x-jsonlines"];

/** Reads the bytes of a batch, which has at most `BODY_LIMIT_BYTES`. */
export function batchBody(largeBodies: LargeBodies): RequestHandler {
  const read = bytesOfType(["application/json", ...LINES], largeBodies);
  return (request, response, next) => {
    if (request.is(["application/json", ...LINES]) !== false) return read(request, response, next);
    sendProblem(response, {
      status: 415,
      detail:
        "Send one submission a line with `Content-Type: application/jsonl`, or {generations: [...]} with `application/json`.",
    });
  };
}

const querySchema = z.strictObject({
  dry_run: z.enum(["true", "false"], "must be true or false").optional(),
});

/** Accepts a batch, or answers with the quote or with why not, and returns null. */
export async function submitBatch(
  { queueOf, logger }: SubmitBatchPorts,
  request: Request,
  response: Response,
): Promise<Batch | null> {
  const query = querySchema.safeParse(request.query);
  if (!query.success) {
    const errors = queryProblems(query.error, ["dry_run"]);
    sendProblem(response, { status: 400, detail: "The query is invalid.", errors });
    return null;
  }
  const key = readIdempotencyKey(request.get("Idempotency-Key"), callerOf(request).space);
  if (!key.ok) {
    sendProblem(response, { status: 400, detail: key.problem });
    return null;
  }
  const { lines, problems, isQuote } = await readBody(request);
  if (lines.length === 0 && problems.length === 0) {
    sendProblem(response, { status: 400, detail: "Nothing was stored: the batch is empty." });
    return null;
  }
  const enqueued = await queueOf(request).enqueueBatch(lines, {
    idempotencyKey: key.key,
    isQuote: isQuote || query.data.dry_run === "true",
    unread: problems,
  });
  releaseBody(request);
  if (enqueued.kind === "accepted" || enqueued.kind === "repeated") {
    const { id, tenant, count } = enqueued.batch;
    logger.info({ event: `batch-${enqueued.kind}`, batch_id: id, tenant, generations: count });
  }
  return sendEnqueued(response, enqueued, lines.length);
}

async function readBody(request: Request): Promise<ReadBatch> {
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return request.is("application/json") === false ? readJsonLines(bytes) : readJsonBatch(bytes);
}

function sendEnqueued(response: Response, enqueued: EnqueuedBatch, count: number): Batch | null {
  switch (enqueued.kind) {
    case "repeated":
      response.set("Idempotent-Replayed", "true");
      return enqueued.batch;
    case "accepted":
      return enqueued.batch;
    case "quoted":
      response.json({ dry_run: true, ...enqueued.quote });
      return null;
    case "conflict":
      sendProblem(response, {
        status: 409,
        detail: `This Idempotency-Key belongs to a different batch, ${enqueued.id}. Use a new key.`,
      });
      return null;
    case "refused":
      sendProblem(response, problemOfRefusal(enqueued.refusal, count));
      return null;
    case "invalid":
      return sendInvalid(response, enqueued.problems);
  }
}

/** More would not be read, and the answer has to stay small. */
const MOST_PROBLEMS = 1_000;

function sendInvalid(response: Response, problems: readonly BatchProblem[]): null {
  const lines = new Set(problems.map(({ line }) => line)).size;
  const errors = problems.slice(0, MOST_PROBLEMS).map(({ line, path, message }) => {
    return { path: path === "" ? `line ${line}` : `line ${line}: ${path}`, message };
  });
  const cut =
    errors.length < problems.length ? ` The first ${MOST_PROBLEMS} problems are named.` : "";
  const invalid = lines === 1 ? "one line is" : `${lines} lines are`;
  const detail = `Nothing was stored: ${invalid} invalid.${cut}`;
  sendProblem(response, { status: 400, detail, errors });
  return null;
}
