import type { Limits } from "@dashqueue/dashscope";
import type {
  GenerationStore,
  LaneState,
  LiveLimits,
  WorkerReport,
} from "@dashqueue/queue/internal";
import {
  limitChanges,
  liveFigures,
  reportedAccounts,
  unknownAccount,
} from "@dashqueue/queue/internal";
import type { Request, Response } from "express";
import { Router, urlencoded } from "express";
import { z } from "zod";

import { refusalFor, userOf } from "../auth/login.ts";
import { renderMessage, sendPage } from "../html/page.ts";
import { pathOf, translationFor } from "../texts/language.ts";
import type { RecordWrite } from "../writes/record-write.ts";
import { renderLimits } from "./limits-page.ts";

export interface LimitsPorts {
  readonly liveLimits: LiveLimits;
  readonly workerReports: () => Promise<readonly WorkerReport[]>;
  readonly store: Pick<GenerationStore, "models">;
  /** The lanes of a model, with their limits now. */
  readonly lanesOf: (model: string) => Promise<readonly LaneState[]>;
  readonly recordWrite: RecordWrite;
  readonly now: () => number;
}

const place = { account: z.string().min(1), model: z.string().min(1) };
const removal = z.object(place);
/** A field that was left empty is not 0, which would pause. */
const figure = z.string().min(1, "is missing").transform(Number);
const limitForm = z.preprocess(
  withPace,
  z.object({
    ...place,
    maxInFlight: figure.pipe(liveFigures.maxInFlight),
    submitsPerSecond: figure.pipe(liveFigures.submitsPerSecond),
  }),
);

/** Nothing is submitted during a pause, so it needs no pace of its own. */
function withPace(body: unknown): unknown {
  const { maxInFlight, submitsPerSecond } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const isPause = maxInFlight === "0" && (submitsPerSecond ?? "") === "";
  return isPause ? { ...(body as object), submitsPerSecond: "1" } : body;
}

/** The page of the limits that operators set. What it changes is recorded, and takes an admin. */
export function limitsRouter(ports: LimitsPorts): Router {
  const { liveLimits, now } = ports;
  const router = Router();
  router.get("/limits", async (_request, response) => {
    const [limits, models, reports] = await Promise.all([
      liveLimits.all(),
      ports.store.models(),
      ports.workerReports(),
    ]);
    const accounts = reportedAccounts(reports);
    const user = userOf(response);
    const used = models.toSorted();
    const inForce = await Promise.all(
      used.map(async (model) => ({ model, lanes: await ports.lanesOf(model) })),
    );
    const page = { limits, inForce, accounts, models: used, user };
    sendPage(response, renderLimits(page, translationFor(response)));
  });
  const form = urlencoded({ extended: false, limit: "10kb" });
  router.post("/limits", form, async (request, response) => {
    const limit = await readForm(ports, request, response, limitForm, "limit-set");
    if (limit === null) return;
    const unknown = unknownAccount(limit.account, await ports.workerReports());
    if (unknown !== null) return sendWrong(response, unknown);
    const before = await liveLimits.get(limit.account, limit.model);
    await recordChange(ports, response, "limit-set", { at: limit, before, after: limit });
    await liveLimits.set({ ...limit, setAt: now(), setBy: userOf(response).name });
    response.redirect(303, "/limits");
  });
  router.post("/limits/remove", form, async (request, response) => {
    const limit = await readForm(ports, request, response, removal, "limit-removed");
    if (limit === null) return;
    const before = await liveLimits.get(limit.account, limit.model);
    if (before !== null) {
      // The end of a pause does not lift the limit that an operator had set before.
      const after = before.replaced ?? null;
      const action = before.maxInFlight === 0 ? "limit-resumed" : "limit-removed";
      await recordChange(ports, response, action, { at: limit, before, after });
      if (after === null) await liveLimits.remove(limit.account, limit.model);
      else await liveLimits.set({ ...limit, ...after, setAt: now(), setBy: userOf(response).name });
    }
    // The overview has the button, too.
    response.redirect(303, pathOf(request.headers.referer, "/limits"));
  });
  return router;
}

/** Reads a form. Answers it and returns null if it is wrong, or if the user may not send it. */
async function readForm<T extends z.infer<typeof removal>>(
  { recordWrite }: LimitsPorts,
  request: Request,
  response: Response,
  schema: z.ZodType<T>,
  action: string,
): Promise<T | null> {
  const t = translationFor(response);
  const read = schema.safeParse(request.body);
  if (!read.success) {
    sendWrong(response, z.prettifyError(read.error));
    return null;
  }
  const user = userOf(response);
  const refusal = refusalFor(user, "admin", t);
  if (refusal === null) return read.data;
  await recordWrite({ user, action, target: targetOf(read.data), allowed: false });
  sendPage(response, renderMessage(t("Not allowed"), refusal, t, { place: "/limits" }), 403);
  return null;
}

function sendWrong(response: Response, sentence: string): void {
  const t = translationFor(response);
  const text = t("Nothing was changed. {problem}", { problem: sentence });
  sendPage(response, renderMessage(t("Not a limit"), text, t, { place: "/limits" }), 400);
}

type Place = z.infer<typeof removal>;

async function recordChange(
  { recordWrite }: LimitsPorts,
  response: Response,
  action: string,
  { at, before, after }: Record<"before" | "after", Limits | null> & { readonly at: Place },
): Promise<void> {
  const changes = limitChanges(before, after);
  const user = userOf(response);
  await recordWrite({ user, action, target: targetOf(at), changes, allowed: true });
}

function targetOf({ account, model }: Place): string {
  return `${account} ${model}`;
}
