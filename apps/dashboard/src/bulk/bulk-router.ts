import type { BulkOperations, ProducerQueue } from "@dashqueue/queue/internal";
import { exceeds, MOST_OPEN_OPERATIONS } from "@dashqueue/queue/internal";
import type { Request, Response } from "express";
import { Router, urlencoded } from "express";
import { z } from "zod";

import { refusalFor, userOf } from "../auth/login.ts";
import { hasRole } from "../auth/users.ts";
import { renderMessage, sendPage } from "../html/page.ts";
import type { BulkChoice } from "../list/bulk-form.ts";
import { BULK_CHOICES } from "../list/bulk-form.ts";
import { filterProblem } from "../list/filter-problem.ts";
import type { ListQuery } from "../list/list-query.ts";
import { isUnfiltered, readListQuery } from "../list/list-query.ts";
import { BULK_PATH, operationsPath } from "../paths.ts";
import { translationFor } from "../texts/language.ts";
import type { RecordWrite } from "../writes/record-write.ts";
import { renderOperations } from "./operations-page.ts";
import type { Plan, PlanPorts } from "./plan.ts";
import { begin, filterOf, operationId, planFor } from "./plan.ts";
import { renderPreview } from "./preview-page.ts";

export interface BulkPorts extends PlanPorts {
  readonly queue: PlanPorts["queue"] & Pick<ProducerQueue, "now">;
  readonly operations: Pick<BulkOperations, "create" | "get" | "openStates" | "openOf" | "cancel">;
  readonly recordWrite: RecordWrite;
  readonly newFormKey: () => string;
}

const choiceSchema = z.object({ action: z.enum(BULK_CHOICES) });
const amount = z.string().regex(/^\d{1,12}(\.\d{1,9})?$/);
const agreedSchema = z.array(
  z.object({
    tenant: z.string(),
    count: z.int().min(0),
    estimate: z.array(z.object({ amount, currency: z.enum(["CNY", "USD"]) })),
    unpriced: z.int().min(0),
  }),
);
const confirmSchema = choiceSchema.extend({
  key: z.string().min(16),
  as_of: z.coerce.number().min(0),
  agreed: z.string().transform(jsonIn).pipe(agreedSchema),
});
/** Null for what is no JSON. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

type Confirmed = z.infer<typeof confirmSchema>;

/** One action on all generations of a list: what it would do, and how far it is. */
export function bulkRouter(ports: BulkPorts): Router {
  const { operations } = ports;
  const router = Router();
  router.get(`${BULK_PATH}/preview`, (request, response) => preview(ports, request, response));
  router.post(BULK_PATH, urlencoded({ limit: "100kb" }), (request, response) =>
    start(ports, request, response),
  );
  router.get(BULK_PATH, async (request, response) => {
    const ids = [request.query["id"] ?? []].flat().map(String);
    const named = await Promise.all(ids.map(operations.get));
    if (ids.length > 0 && named.every((state) => state === null)) return sendUnknown(response);
    const states =
      ids.length === 0 ? await operations.openStates() : named.filter((state) => state !== null);
    const mayAct = hasRole(userOf(response), "operator");
    sendPage(response, renderOperations(states, mayAct, translationFor(response)));
  });
  router.post(`${BULK_PATH}/:id/cancel`, async (request, response) => {
    const { id } = request.params;
    const state = await operations.get(id);
    if (state === null) return sendUnknown(response);
    if (!(await mayWrite(ports, response, "bulk-canceled", id))) return;
    if (state.progress.finishedAt === null) await operations.cancel(id);
    response.redirect(303, operationsPath([id]));
  });
  return router;
}

async function preview(ports: BulkPorts, request: Request, response: Response): Promise<void> {
  const { queue, newFormKey } = ports;
  const read = choiceSchema.safeParse(request.query);
  const query = readListQuery(request.query);
  if (sendFilterProblem(response, request.query)) return;
  if (!read.success || isUnfiltered(query)) return sendRefused(response, UNFILTERED, 400);
  const choice = read.data.action;
  const asOf = queue.now();
  const plans = await plansOf(ports, choice, query, asOf, response);
  if (plans === null) return;
  const mayAct = hasRole(userOf(response), "operator");
  const shown = { choice, query, plans, asOf, formKey: newFormKey(), mayAct };
  sendPage(response, renderPreview(shown, translationFor(response)));
}

async function start(ports: BulkPorts, request: Request, response: Response): Promise<void> {
  const { queue, operations, newFormKey } = ports;
  const read = confirmSchema.safeParse(request.body);
  const query = readListQuery(request.body);
  if (sendFilterProblem(response, request.body)) return;
  if (!read.success || isUnfiltered(query)) return sendRefused(response, UNFILTERED, 400);
  const { action, key, agreed, as_of: asOf } = read.data;
  const ids = agreed.map(({ tenant }) => operationId(key, tenant));
  const target = agreed.map(({ tenant, count }, index) => `${ids[index]} ${count} of ${tenant}`);
  if (!(await mayWrite(ports, response, `bulk-${action}`, target.join(", ")))) return;
  const known = await Promise.all(ids.map(operations.get));
  if (known.every((state) => state === null)) {
    const now = queue.now();
    const until = Math.min(asOf, now);
    const plans = await plansOf(ports, action, query, until, response);
    if (plans === null) return;
    const refusal = await refusalOf(plans, read.data, ports);
    if (refusal !== null) return sendRefused(response, refusal, 409);
    const filter = filterOf(query, until);
    const by = userOf(response).name;
    const given = { action, by, createdAt: now, filter, formKey: key, newName: newFormKey };
    await begin(operations, plans, given);
  }
  response.redirect(303, operationsPath(ids));
}

/** Why not all of it is done that was agreed to; null if it can be done. */
async function refusalOf(
  plans: readonly Plan[],
  { agreed }: Confirmed,
  { operations }: Pick<BulkPorts, "operations">,
): Promise<Refusal | null> {
  for (const plan of plans) {
    const shown = agreed.find(({ tenant }) => tenant === plan.tenant);
    if (shown === undefined || exceeds(plan, shown)) return MORE;
    if ((await operations.openOf(plan.tenant)) >= MOST_OPEN_OPERATIONS) return FULL;
  }
  return plans.length === 0 ? NOTHING : null;
}

const MORE =
  "There is more to do now, or it costs more, than the page has shown. Look at it again.";
const FULL = "Too many bulk operations of a tenant have not finished. Wait for one, or stop it.";
const NOTHING = "There is nothing to do any more.";
const TOO_MANY = "Too many generations match. Narrow the list.";
const UNFILTERED = "Narrow the list first, for example to a status, and choose an action there.";
type Refusal = typeof MORE | typeof FULL | typeof NOTHING | typeof TOO_MANY | typeof UNFILTERED;

/** Null if it was answered, or nobody waits for it any more. */
async function plansOf(
  ports: BulkPorts,
  choice: BulkChoice,
  query: ListQuery,
  asOf: number,
  response: Response,
): Promise<readonly Plan[] | null> {
  const plans = await planFor(ports, choice, query, asOf, () => response.destroyed);
  if (plans === "too-many") sendRefused(response, TOO_MANY, 400);
  return typeof plans === "string" ? null : plans;
}

/** Records the write, and answers it if it is refused. */
async function mayWrite(
  { recordWrite }: BulkPorts,
  response: Response,
  action: string,
  target: string,
): Promise<boolean> {
  const t = translationFor(response);
  const user = userOf(response);
  const refusal = refusalFor(user, "operator", t);
  await recordWrite({ user, action, target, allowed: refusal === null });
  if (refusal !== null) sendPage(response, renderMessage(t("Not allowed"), refusal, t, BACK), 403);
  return refusal === null;
}

function sendRefused(response: Response, reason: Refusal, status: number): void {
  const t = translationFor(response);
  sendPage(response, renderMessage(t("Nothing was changed"), t(reason), t, BACK), status);
}

/** Whether the filter is wrong, which is then answered: without it, more would match. */
function sendFilterProblem(response: Response, query: unknown): boolean {
  const t = translationFor(response);
  const problem = filterProblem(query, t, Object.keys(confirmSchema.shape));
  if (problem === null) return false;
  sendPage(response, renderMessage(t("Nothing was changed"), problem, t, BACK), 400);
  return true;
}

function sendUnknown(response: Response): void {
  const t = translationFor(response);
  const sentence = t("There is no bulk operation with this id any more.");
  sendPage(response, renderMessage(t("Nothing found"), sentence, t, BACK), 404);
}

/** To the lists, from which these pages are opened. */
const BACK = { place: "/generations" } as const;
