import type { Resolved } from "@dashqueue/queue";
import type {
  Generation,
  GenerationStore,
  ProducerQueue,
  Resolution,
  Uncertain,
} from "@dashqueue/queue/internal";
import type { Request, Response } from "express";
import { Router, urlencoded } from "express";

import { userOf } from "../auth/login.ts";
import { hasRole } from "../auth/users.ts";
import { formatConsoleTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderMessage, renderPage, sendPage } from "../html/page.ts";
import { generationPath } from "../paths.ts";
import { translationFor } from "../texts/language.ts";
import { messageText } from "../texts/messages.ts";
import type { Translate } from "../texts/translate.ts";
import { afterColon, statusText } from "../texts/words.ts";
import type { RecordWrite } from "../writes/record-write.ts";
import type { ResolvePreview } from "./resolve-preview.ts";
import { previewOf } from "./resolve-preview.ts";
import type { Look } from "./uncertain.ts";
import { unreadSince } from "./uncertain.ts";

export interface ResolvePorts {
  readonly queue: Pick<ProducerQueue, "resolve">;
  readonly store: Pick<GenerationStore, "get" | "ownersOf">;
  readonly recordWrite: RecordWrite;
  /** The last searches for the task of a lost create request. */
  readonly looksOf: (generation: Uncertain) => Promise<readonly Look[]>;
  /** Records the write, and answers it if it is refused. */
  readonly mayAct: (
    response: Response,
    action: string,
    id: string,
    detail?: string,
  ) => Promise<boolean>;
}

/** A preview of what a resolution would do, and the resolution. */
export function resolveRouter(ports: ResolvePorts): Router {
  const { queue, store, recordWrite, looksOf, mayAct } = ports;
  const router = Router();
  router.get("/generations/:id/resolve", async (request: Request<{ id: string }>, response) => {
    const generation = await store.get(request.params.id);
    if (generation?.status !== "uncertain") return sendSettled(response, generation);
    const resolution = resolutionIn(request.query);
    const [owner = null] =
      "taskId" in resolution ? await store.ownersOf([resolution.taskId]) : [null];
    const known = { owner, unreadSince: unreadSince(await looksOf(generation)) };
    const preview = previewOf(generation, resolution, known, translationFor(response));
    const mayResolve = hasRole(userOf(response), "operator");
    sendPage(
      response,
      renderPreview(generation, resolution, preview, mayResolve, translationFor(response)),
    );
  });
  router.post("/generations/:id/resolve", urlencoded(), async (request, response) => {
    const { id } = request.params;
    const resolution = resolutionIn(request.body);
    const detail = "taskId" in resolution ? resolution.taskId : "no task";
    if (!(await mayAct(response, ACTION, id, detail))) return;
    const user = userOf(response);
    const resolved = await queue.resolve(id, resolution, user.name);
    if (resolved.kind === "refused") {
      const write = { user, action: ACTION, target: `${id} ${detail}`, allowed: false };
      await recordWrite({ ...write, changes: resolved.reason });
    }
    sendResolved(response, id, resolved);
  });
  return router;
}

/** Without a task, it says that none was created. */
function resolutionIn(fields: unknown): Resolution {
  const { task } = (fields ?? {}) as { readonly task?: unknown };
  const taskId = typeof task === "string" ? task.trim() : "";
  return taskId === "" ? { created: false } : { taskId };
}

function renderPreview(
  generation: Uncertain,
  resolution: Resolution,
  { title, steps, objection, owner }: ResolvePreview,
  mayResolve: boolean,
  t: Translate,
): string {
  const { id } = generation;
  const path = generationPath(id);
  const body = html`<h1>${title}</h1>
    <p>
      ${t("What this would do with this generation:")}${afterColon(t)}<a href="${path}">${id}</a>
    </p>
    ${lostRequest(generation, t)}
    <section>
      ${
        objection === null
          ? html`<ol>
              ${steps.map((step) => html`<li>${step}</li>`)}
            </ol>`
          : html`<p class="problem">
              ${objection} ${owner && html`<a href="${generationPath(owner)}">${owner}</a>`}
              ${t("It would be refused.")}
            </p>`
      }
      ${mayResolve && objection === null ? resolveForm(path, resolution, t) : null}
    </section>
    <p><a href="${path}">${t("Back without a change")}</a></p>`;
  return renderPage({ title, body }, t);
}

/** What has to be compared with the task in DashScope's console. */
function lostRequest({ request, attempt }: Uncertain, t: Translate): Html {
  const { prompt } = request.input;
  return html`<section>
    <h2>${t("The lost create request")}</h2>
    <dl>
      <dt>${t("Sent")}</dt>
      <dd>${formatConsoleTime(attempt.begunAt, t)}</dd>
      <dt>${t("Account")}</dt>
      <dd>${attempt.account}</dd>
      <dt>${t("Model")}</dt>
      <dd>${request.model}</dd>
      ${
        typeof prompt === "string"
          ? html`<dt>${t("Prompt")}</dt>
              <dd>${prompt}</dd>`
          : null
      }
    </dl>
  </section>`;
}

function resolveForm(path: string, resolution: Resolution, t: Translate): Html {
  return html`<form method="post" action="${path}/resolve">
    ${
      "taskId" in resolution
        ? html`<input type="hidden" name="task" value="${resolution.taskId}" />`
        : null
    }
    <button>${t("State this, and let a worker check it")}</button>
  </form>`;
}

function sendSettled(response: Response, generation: Generation | null): void {
  const t = translationFor(response);
  const sentence =
    generation === null
      ? t("Redis has no generation with this id.")
      : t("The generation is {status}: there is nothing to resolve.", {
          status: statusText(generation.status, t),
        });
  sendPage(response, renderMessage(t("Nothing to resolve"), sentence, t), generation ? 409 : 404);
}

function sendResolved(response: Response, id: string, resolved: Resolved<Generation>): void {
  const t = translationFor(response);
  switch (resolved.kind) {
    case "changed":
      return response.redirect(303, generationPath(id));
    case "missing":
      return sendSettled(response, null);
    case "ignored":
      return sendSettled(response, resolved.generation);
    case "refused":
      return sendPage(
        response,
        renderAnswer(id, t("Refused"), [t(REFUSED), messageText(resolved.reason, t)], t),
        409,
      );
    case "unchecked":
      return sendPage(response, renderAnswer(id, t("Not checked yet"), [t(UNCHECKED)], t), 202);
  }
}

/** What became of a claim, with the way back. */
function renderAnswer(
  id: string,
  title: string,
  sentences: readonly string[],
  t: Translate,
): string {
  const body = html`<h1>${title}</h1>
    ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
    <p><a href="${generationPath(id)}">${t("Back to the generation")}</a></p>`;
  return renderPage({ title, body }, t);
}

const ACTION = "generation-resolve";
const REFUSED = "What was stated was not accepted:";
const UNCHECKED =
  "This could not be checked at DashScope in time. It is kept, and takes effect once it is checked. The page of the generation says whether DashScope's task list could be read; the page of workers, whether one runs.";
