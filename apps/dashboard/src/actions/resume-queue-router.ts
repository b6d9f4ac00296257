import type { GenerationStore, Queues } from "@dashqueue/queue/internal";
import { SHARED_QUEUES, submitQueue } from "@dashqueue/queue/internal";
import { Router } from "express";

import { refusalFor, userOf } from "../auth/login.ts";
import { renderMessage, sendPage } from "../html/page.ts";
import { resumePath } from "../paths.ts";
import { pathOf, translationFor } from "../texts/language.ts";
import type { RecordWrite } from "../writes/record-write.ts";

export interface ResumeQueuePorts {
  readonly queues: Pick<Queues, "isPaused" | "resume">;
  readonly store: Pick<GenerationStore, "models">;
  readonly recordWrite: RecordWrite;
}

/** Resumes a paused queue, as the board does. It is recorded, and takes an operator. */
export function resumeQueueRouter({ queues, store, recordWrite }: ResumeQueuePorts): Router {
  const router = Router();
  router.post(`${resumePath("")}:name`, async (request, response) => {
    const { name } = request.params;
    const user = userOf(response);
    const t = translationFor(response);
    const known = [...SHARED_QUEUES, ...(await store.models()).map(submitQueue)];
    if (!known.includes(name))
      return sendPage(response, renderMessage(t("Nothing found"), t(NO_QUEUE), t), 404);
    const refusal = refusalFor(user, "operator", t);
    const isPaused = await queues.isPaused(name);
    if (refusal !== null || isPaused) {
      const allowed = refusal === null;
      await recordWrite({ user, action: ACTION, target: name, allowed });
    }
    if (refusal !== null)
      return sendPage(response, renderMessage(t("Not allowed"), refusal, t), 403);
    if (isPaused) await queues.resume(name);
    response.redirect(303, pathOf(request.headers.referer));
  });
  return router;
}

const NO_QUEUE = "There is no queue with this name.";

/** As the board records it. */
const ACTION = "put /api/queues/:queueName/resume";
