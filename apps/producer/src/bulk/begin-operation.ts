import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import { problemsOf, sentenceOf } from "@dashqueue/dashscope";
import type { BulkOperations, OperationState } from "@dashqueue/queue/internal";
import {
  BULK_LIMIT,
  droppedNames,
  exceeds,
  MOST_OPEN_OPERATIONS,
  selectGenerations,
} from "@dashqueue/queue/internal";
import type { Logger, Problem } from "@dashqueue/service";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";

import { filterSchema, queryOf } from "../api/list-query.ts";
import { callerOf } from "../auth/caller.ts";
import type { QueueOf } from "../auth/queue-of.ts";
import { readIdempotencyKey } from "../http/idempotency-key.ts";
import type { BulkBody } from "./bulk-body.ts";
import { bulkSchema, needsConfirmation } from "./bulk-body.ts";
import { operationView, previewOf } from "./bulk-view.ts";
import type { SelectOne } from "./select-one.ts";

export interface BeginPorts {
  readonly queueOf: QueueOf<"find" | "repeatPrice">;
  readonly operations: Pick<BulkOperations, "create" | "known" | "openOf">;
  /** Selects for few requests at a time. */
  readonly selectOne: SelectOne;
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
  const { tenant, name: by } = callerOf(request);
  const name = key ?? nameOf(body, filter);
  const id = name === undefined ? `bulk_${ports.newId()}` : idOf(tenant, name);
  if (name !== undefined && !body.dry_run) {
    const known = await ports.operations.known(id);
    if (known !== null) return sendRepeated(response, known, { action: body.action, filter });
  }
  // An instant before the records are read: what ends meanwhile is left out.
  const now = ports.now();
  const agreed = body.confirm;
  const asOf = Math.min(now, agreed === undefined ? now : Date.parse(agreed.as_of));
  const query = queryOf(body.filter);
  const selected = await ports.selectOne(tenant, () =>
    selectGenerations(ports.queueOf(request), body.action, query, asOf, () => response.destroyed),
  );
  if (selected === "busy") return sendBusy(response);
  if (selected === "abandoned") return;
  if (selected === "too-many") return sendProblem(response, TOO_MANY);
  if (body.dry_run) return void response.json(previewOf(body, selected, now));
  if (agreed !== undefined && exceeds(selected, agreed)) return sendProblem(response, MORE);
  if ((await ports.operations.openOf(tenant)) >= MOST_OPEN_OPERATIONS)
    return sendProblem(response, FULL);
  const { action } = body;
  const { ids, estimate, unpriced } = selected;
  const given = { id, tenant, action, by, filter, createdAt: now, count: ids.length };
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
    ? [
        ...problemsIn(read.data, tenant),
        ...droppedNames((request.body as BulkBody).filter.metadata, "filter.metadata"),
      ]
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
  const isEmpty = Object.values(filter).every((entry) => entry === undefined);
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

/** A confirmation is spent once, even by a caller that sends no key and repeats the request. */
function nameOf({ action, confirm }: BulkBody, filter: object): string | undefined {
  return confirm === undefined ? undefined : JSON.stringify([action, filter, confirm]);
}

/** The same name is the same operation, however often the request is repeated (G10). */
function idOf(tenant: string, name: string): string {
  const digest = createHash("sha256").update(JSON.stringify([tenant, name]));
  return `bulk_${digest.digest("hex").slice(0, 32)}`;
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

const BUSY_SECONDS = 5;

function sendBusy(response: Response): void {
  response.set("Retry-After", String(BUSY_SECONDS));
  sendProblem(response, BUSY);
}

const BUSY: Problem = {
  status: 429,
  detail:
    "Nothing was done: too many bulk requests are being read. Send this one again in a few seconds.",
};
const FULL: Problem = {
  status: 409,
  detail: `Nothing was done: ${MOST_OPEN_OPERATIONS} bulk operations of your tenant have not finished. Wait for one, or cancel it.`,
};
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
