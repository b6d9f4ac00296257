import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import { problemsOf, sentenceOf } from "@dashqueue/dashscope";
import type { BulkOperations, OperationState } from "@dashqueue/queue/internal";
import { BULK_LIMIT, selectGenerations } from "@dashqueue/queue/internal";
import type { Logger, Problem } from "@dashqueue/service";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";

import { filterSchema, queryOf } from "../api/list-query.ts";
import { callerOf } from "../auth/caller.ts";
import type { QueueOf } from "../auth/queue-of.ts";
import { readIdempotencyKey } from "../http/idempotency-key.ts";
import type { BulkBody } from "./bulk-body.ts";
import { bulkSchema } from "./bulk-body.ts";
import { operationView, previewOf } from "./bulk-view.ts";
import { exceeds, needsConfirmation } from "./confirmation.ts";

export interface BeginPorts {
  readonly queueOf: QueueOf<"find" | "repeatPrice">;
  readonly operations: Pick<BulkOperations, "create" | "known">;
  /** Runs what is open now. */
  readonly wake: () => void;
  /** By the clock that gives records their times. */
  readonly now: () => number;
  readonly newId: () => string;
  readonly logger: Pick<Logger, "info">;
}

/** `POST /v1/bulk`: answers with the preview, or with the operation that has begun. */
export async function beginOperation(
  ports: BeginPorts,
  request: Request,
  response: Response,
): Promise<void> {
  const read = readBulk(request);
  if ("problem" in read) return sendProblem(response, read.problem);
  const { body, filter, key } = read;
  const { tenant } = callerOf(request);
  const id = key === undefined ? `bulk_${ports.newId()}` : idOfKey(key);
  if (key !== undefined && !body.dry_run) {
    const known = await ports.operations.known(id);
    if (known !== null) return sendRepeated(response, known, { action: body.action, filter });
  }
  // An instant before the records are read: what ends meanwhile is left out.
  const now = ports.now();
  const agreed = body.confirm;
  const endedBy = Math.min(now, agreed === undefined ? now : Date.parse(agreed.as_of));
  const queue = ports.queueOf(request);
  const selected = await selectGenerations(queue, body.action, queryOf(body.filter), endedBy);
  if (selected === null) return sendProblem(response, TOO_MANY);
  if (body.dry_run) return void response.json(previewOf(body, selected, now));
  if (agreed !== undefined && exceeds(selected, agreed)) return sendProblem(response, MORE);
  const { action } = body;
  const { ids, estimate, unpriced } = selected;
  const given = { id, tenant, action, filter, createdAt: now, count: ids.length };
  const operation = { ...given, estimate, unpriced, selection: ports.newId() };
  const state = await ports.operations.create(operation, ids);
  if (state.operation.selection !== operation.selection)
    return sendRepeated(response, state, { action, filter });
  ports.logger.info({
    event: "bulk-begun",
    operation_id: id,
    tenant,
    action,
    generations: ids.length,
  });
  ports.wake();
  sendOperation(response, state);
}

type ReadBulk =
  | { readonly problem: Problem }
  | {
      readonly body: BulkBody;
      /** As it was sent. */
      readonly filter: Readonly<Record<string, unknown>>;
      readonly key: string | undefined;
    };

function readBulk(request: Request): ReadBulk {
  const { tenant, space } = callerOf(request);
  const read = bulkSchema.safeParse(request.body, { error: sentenceOf });
  const errors = read.success
    ? problemsIn(read.data, tenant)
    : problemsOf(read.error.issues, FIELDS);
  if (!read.success || errors.length > 0)
    return {
      problem: { status: 400, detail: "The request is invalid. Nothing was done.", errors },
    };
  const key = readIdempotencyKey(request.get("Idempotency-Key"), space);
  if (!key.ok) return { problem: { status: 400, detail: key.problem } };
  const { filter } = request.body as { readonly filter: Readonly<Record<string, unknown>> };
  return { body: read.data, filter, key: key.key };
}

const FIELDS = [
  ...Object.keys(bulkSchema.shape),
  ...Object.keys(filterSchema.shape).map((name) => `filter.${name}`),
];

function problemsIn({ action, filter, dry_run: isPreview, confirm }: BulkBody, tenant: string) {
  const isForeign = filter.tenant !== undefined && filter.tenant !== tenant;
  const isUnconfirmed = needsConfirmation(action) && confirm === undefined && !isPreview;
  const isEmpty = Object.keys(filter).length === 0;
  return [
    ...(isEmpty ? [{ path: "filter", message: EMPTY }] : []),
    ...(isForeign ? [{ path: "filter.tenant", message: FOREIGN }] : []),
    ...(isUnconfirmed ? [{ path: "confirm", message: UNCONFIRMED }] : []),
  ];
}

const EMPTY = 'must have at least one entry, such as "status": ["failed"]';
const FOREIGN = "must be your own tenant: omit it";
const UNCONFIRMED =
  "is required for this action: send the request with dry_run first, and then with the confirm of that answer";

/** The same key is the same operation, whoever repeats the request (G10). */
function idOfKey(key: string): string {
  return `bulk_${createHash("sha256").update(key).digest("hex").slice(0, 32)}`;
}

function sendRepeated(
  response: Response,
  state: OperationState,
  asked: { readonly action: string; readonly filter: object },
): void {
  const { action, filter } = state.operation;
  if (!isDeepStrictEqual({ action, filter }, asked)) return sendProblem(response, CONFLICT);
  response.set("Idempotent-Replayed", "true");
  sendOperation(response, state);
}

function sendOperation(response: Response, state: OperationState): void {
  response.status(202).location(`/v1/bulk/${state.operation.id}`).json(operationView(state));
}

const CONFLICT: Problem = {
  status: 409,
  detail: "This Idempotency-Key belongs to a different bulk operation. Use a new key.",
};
const MORE: Problem = {
  status: 409,
  detail:
    "Nothing was done: there are more generations, or they can cost more, than you have confirmed. Send the request with dry_run again, and confirm what it shows.",
};
const TOO_MANY: Problem = {
  status: 400,
  detail: `Nothing was done: more than ${BULK_LIMIT} generations match. Narrow the filter, for example with created_before.`,
};
