import type { Limits } from "@dashqueue/dashscope";
import type {
  GenerationStore,
  LaneState,
  LiveLimits,
  WorkerReport,
} from "@dashqueue/queue/internal";
import { limitChanges, reportedAccounts, unknownAccount } from "@dashqueue/queue/internal";
import type { Response } from "express";
import { Router, urlencoded } from "express";
import { z } from "zod";

import { refusalFor, userOf } from "../auth/login.ts";
import { renderMessage, sendPage } from "../html/page.ts";
import { pathOf, translationFor } from "../texts/language.ts";
import type { Translate } from "../texts/translate.ts";
import type { RecordWrite } from "../writes/record-write.ts";
import type { WrongLimit } from "./limit-form.ts";
import { givenIn, readLimit } from "./limit-form.ts";
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

const removal = z.object({ account: z.string().min(1), model: z.string().min(1) });

/** The page of the limits that operators set. What it changes is recorded, and takes an admin. */
export function limitsRouter(ports: LimitsPorts): Router {
  const { liveLimits, now } = ports;
  const router = Router();
  router.get("/limits", async (_request, response) => show(ports, response));
  const form = urlencoded({ extended: false, limit: "10kb" });
  router.post("/limits", form, async (request, response) => {
    const t = translationFor(response);
    const read = readLimit(request.body, t);
    if (!read.ok) return show(ports, response, read.wrong);
    const { limit } = read;
    if (!(await mayChange(ports, response, limit, "limit-set"))) return;
    const problem = await accountProblem(ports, limit.account, t);
    if (problem !== null)
      return show(ports, response, {
        given: givenIn(request.body),
        problems: { account: problem },
      });
    const before = await liveLimits.get(limit.account, limit.model);
    const pace = limit.submitsPerSecond ?? before?.submitsPerSecond ?? 1;
    const after = { ...limit, submitsPerSecond: pace };
    await recordChange(ports, response, "limit-set", { at: limit, before, after });
    await liveLimits.set({ ...after, setAt: now(), setBy: userOf(response).name });
    response.redirect(303, "/limits");
  });
  router.post("/limits/remove", form, async (request, response) => {
    const read = removal.safeParse(request.body);
    if (!read.success) return sendIncomplete(response);
    const { data: limit } = read;
    if (!(await mayChange(ports, response, limit, "limit-removed"))) return;
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

/** With what is wrong with a limit, which was not set then. */
async function show(ports: LimitsPorts, response: Response, wrong: WrongLimit | null = null) {
  const [limits, models, reports] = await Promise.all([
    ports.liveLimits.all(),
    ports.store.models(),
    ports.workerReports(),
  ]);
  const used = models.toSorted();
  const inForce = await Promise.all(
    used.map(async (model) => ({ model, lanes: await ports.lanesOf(model) })),
  );
  const page = renderLimits(
    {
      limits,
      inForce,
      accounts: reportedAccounts(reports),
      models: used,
      user: userOf(response),
      wrong,
    },
    translationFor(response),
  );
  sendPage(response, page, wrong === null ? 200 : 400);
}

/** No button of a page sends this. */
function sendIncomplete(response: Response): void {
  const t = translationFor(response);
  const text = t("The form is incomplete: load the page again.");
  sendPage(response, renderMessage(t("Nothing was changed"), text, t, { place: "/limits" }), 400);
}

/** Whether the user may. If not, that is recorded and answered. */
async function mayChange(
  { recordWrite }: LimitsPorts,
  response: Response,
  at: Place,
  action: string,
): Promise<boolean> {
  const t = translationFor(response);
  const user = userOf(response);
  const refusal = refusalFor(user, "admin", t);
  if (refusal === null) return true;
  await recordWrite({ user, action, target: targetOf(at), allowed: false });
  sendPage(response, renderMessage(t("Not allowed"), refusal, t, { place: "/limits" }), 403);
  return false;
}

async function accountProblem(
  { workerReports }: LimitsPorts,
  account: string,
  t: Translate,
): Promise<string | null> {
  const reports = await workerReports();
  if (unknownAccount(account, reports) === null) return null;
  const accounts = reportedAccounts(reports).join(", ");
  return t("No worker has an account {account}. There are: {accounts}.", { account, accounts });
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
