import type {
  Expedited,
  Generation,
  GenerationStore,
  ProducerQueue,
  Regenerated,
} from "@dashqueue/queue/internal";
import type { Request, Response } from "express";
import { Router, urlencoded } from "express";

import { refusalFor, userOf } from "../auth/login.ts";
import { renderMessage, sendPage } from "../html/page.ts";
import { generationPath } from "../paths.ts";
import { translationFor } from "../texts/language.ts";
import { statusText } from "../texts/words.ts";
import type { RecordWrite } from "../writes/record-write.ts";
import type { Action } from "./offers.ts";
import { ACTIONS } from "./offers.ts";
import { refusalText } from "./refusal-text.ts";
import type { ResolvePorts } from "./resolve-router.ts";
import { resolveRouter } from "./resolve-router.ts";

export interface ActionsPorts {
  readonly queue: Pick<
    ProducerQueue,
    "cancel" | "regenerate" | "pollAgain" | "archiveAgain" | "resolve"
  >;
  readonly store: Pick<GenerationStore, "get" | "ownersOf">;
  readonly recordWrite: RecordWrite;
}

/** What operators do with a generation. Each write is recorded before it is done. */
export function actionsRouter(ports: ActionsPorts, looksOf: ResolvePorts["looksOf"]): Router {
  const router = Router();
  for (const action of ACTIONS)
    router.post(`/generations/:id/${action}`, urlencoded(), async (request, response) => {
      const { id } = request.params;
      if (!(await mayAct(ports, response, `generation-${action}`, id))) return;
      await perform(action, id, ports, request, response);
    });
  const may: ResolvePorts["mayAct"] = (...asked) => mayAct(ports, ...asked);
  return router.use(resolveRouter({ ...ports, looksOf, mayAct: may }));
}

async function perform(
  action: Action,
  id: string,
  { queue }: ActionsPorts,
  request: Request,
  response: Response,
): Promise<void> {
  switch (action) {
    case "cancel":
      await queue.cancel(id, userOf(response).name);
      return response.redirect(303, generationPath(id));
    case "poll":
      return sendExpedited(response, await queue.pollAgain(id));
    case "archive":
      return sendExpedited(response, await queue.archiveAgain(id));
    case "regenerate": {
      const { key } = (request.body ?? {}) as { readonly key?: unknown };
      // The key of the form: pressed twice, the button buys once.
      const idempotencyKey = typeof key === "string" ? `dashboard:${key}` : undefined;
      return sendRegenerated(response, await queue.regenerate(id, { idempotencyKey }));
    }
  }
}

function sendExpedited(response: Response, expedited: Expedited<Generation>): void {
  if (expedited.kind === "missing") return sendUnknown(response);
  if (expedited.kind === "expedited")
    return response.redirect(303, askedPath(expedited.generation));
  const t = translationFor(response);
  const status = statusText(expedited.generation.status, t);
  sendRefused(
    response,
    t("The generation is {status} by now, so there is nothing to do.", { status }),
  );
}

/** The page says what came of it. */
function askedPath(generation: Generation): string {
  const asked = generation.status === "running" ? `polled=${generation.task.polls}` : "copied";
  return `${generationPath(generation.id)}?${asked}`;
}

function sendRegenerated(response: Response, result: Regenerated<Generation>): void {
  const t = translationFor(response);
  switch (result.kind) {
    case "accepted":
    case "repeated":
      return response.redirect(303, generationPath(result.generation.id));
    case "missing":
      return sendUnknown(response);
    case "open":
      return sendRefused(
        response,
        t("The generation has not ended: its own result may still come."),
      );
    case "conflict":
      return sendRefused(response, t("The form was used before. Reload the page, and try again."));
    case "invalid":
      return sendRefused(
        response,
        result.problems.map(({ path, message }) => `${path} ${message}.`).join(" "),
      );
    case "refused":
      return sendRefused(response, refusalText(null, result.refusal, t));
  }
}

/** Records the write, and answers it if it is refused. */
async function mayAct(
  { store, recordWrite }: ActionsPorts,
  response: Response,
  action: string,
  id: string,
  detail?: string,
): Promise<boolean> {
  const t = translationFor(response);
  const user = userOf(response);
  if ((await store.get(id)) === null) {
    sendUnknown(response);
    return false;
  }
  const refusal = refusalFor(user, "operator", t);
  const target = detail === undefined ? id : `${id} ${detail}`;
  await recordWrite({ user, action, target, allowed: refusal === null });
  if (refusal !== null) sendPage(response, renderMessage(t("Not allowed"), refusal, t), 403);
  return refusal === null;
}

function sendRefused(response: Response, sentence: string): void {
  const t = translationFor(response);
  sendPage(response, renderMessage(t("Nothing was changed"), sentence, t), 409);
}

export function sendUnknown(response: Response): void {
  const t = translationFor(response);
  const sentence = t(
    "Redis has no generation with this id. It was deleted, or only the archive has it.",
  );
  sendPage(response, renderMessage(t("Generation not found"), sentence, t), 404);
}
