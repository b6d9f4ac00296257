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
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderMessage, renderPage, sendPage } from "../html/page.ts";
import { generationPath } from "../paths.ts";
import type { ResolvePreview } from "./resolve-preview.ts";
import { previewOf } from "./resolve-preview.ts";

export interface ResolvePorts {
  readonly queue: Pick<ProducerQueue, "resolve">;
  readonly store: Pick<GenerationStore, "get" | "ownersOf">;
  /** Records the write, and answers it if it is refused. */
  readonly mayAct: (
    response: Response,
    action: string,
    id: string,
    detail?: string,
  ) => Promise<boolean>;
}

/** A preview of what a resolution would do, and the resolution. */
export function resolveRouter({ queue, store, mayAct }: ResolvePorts): Router {
  const router = Router();
  router.get("/generations/:id/resolve", async (request: Request<{ id: string }>, response) => {
    const generation = await store.get(request.params.id);
    if (generation?.status !== "uncertain") return sendSettled(response, generation);
    const resolution = resolutionIn(request.query);
    const [owner = null] =
      "taskId" in resolution ? await store.ownersOf([resolution.taskId]) : [null];
    const preview = previewOf(generation, resolution, owner);
    const mayResolve = hasRole(userOf(response), "operator");
    sendPage(response, renderPreview(generation, resolution, preview, mayResolve));
  });
  router.post("/generations/:id/resolve", urlencoded(), async (request, response) => {
    const { id } = request.params;
    const resolution = resolutionIn(request.body);
    const detail = "taskId" in resolution ? resolution.taskId : "no task";
    if (!(await mayAct(response, "generation-resolve", id, detail))) return;
    sendResolved(response, id, await queue.resolve(id, resolution, userOf(response).name));
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
  { id }: Uncertain,
  resolution: Resolution,
  { title, steps, objection }: ResolvePreview,
  mayResolve: boolean,
): string {
  const path = generationPath(id);
  const body = html`<h1>${title}</h1>
    <p>What this would do with <a href="${path}">${id}</a>:</p>
    <section>
      <ol>
        ${steps.map((step) => html`<li>${step}</li>`)}
      </ol>
      ${objection === null ? null : html`<p class="problem">${objection} It would be refused.</p>`}
      ${mayResolve && objection === null ? resolveForm(path, resolution) : null}
    </section>
    <p><a href="${path}">Back without a change</a></p>`;
  return renderPage({ title, body });
}

function resolveForm(path: string, resolution: Resolution): Html {
  return html`<form method="post" action="${path}/resolve">
    ${
      "taskId" in resolution
        ? html`<input type="hidden" name="task" value="${resolution.taskId}" />`
        : null
    }
    <button>State this, and let a worker check it</button>
  </form>`;
}

function sendSettled(response: Response, generation: Generation | null): void {
  const sentence =
    generation === null
      ? "Redis has no generation with this id."
      : `The generation is ${generation.status}: there is nothing to resolve.`;
  sendPage(response, renderMessage("Nothing to resolve", sentence), generation ? 409 : 404);
}

function sendResolved(response: Response, id: string, resolved: Resolved<Generation>): void {
  switch (resolved.kind) {
    case "changed":
      return response.redirect(303, generationPath(id));
    case "missing":
      return sendSettled(response, null);
    case "ignored":
      return sendSettled(response, resolved.generation);
    case "refused":
      return sendPage(response, renderMessage("Refused", resolved.reason), 409);
    case "unchecked":
      return sendPage(response, renderMessage("Not checked yet", UNCHECKED), 202);
  }
}

const UNCHECKED =
  "No worker could check this at DashScope in time. It is kept, and takes effect once it is checked. Check that a worker runs, then look at the page of the generation.";
