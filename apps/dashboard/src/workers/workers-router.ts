import type { Replica, Replicas } from "@dashqueue/queue/internal";
import type { Response } from "express";
import { Router } from "express";

import { refusalFor, userOf } from "../auth/login.ts";
import { renderMessage, sendPage } from "../html/page.ts";
import { translationFor } from "../texts/language.ts";
import type { RecordWrite } from "../writes/record-write.ts";
import { renderWorkers } from "./workers-page.ts";

export interface WorkersPorts {
  readonly replicas: Pick<Replicas, "list" | "get" | "drain" | "resume">;
  readonly recordWrite: RecordWrite;
  readonly now: () => number;
}

/** The page of the workers. To drain one is recorded, and takes an admin. */
export function workersRouter(ports: WorkersPorts): Router {
  const { replicas, now } = ports;
  const router = Router();
  router.get("/workers", async (_request, response) => {
    const all = await replicas.list();
    sendPage(response, renderWorkers(all, userOf(response), now(), translationFor(response)));
  });
  router.post("/workers/:id/drain", async (request, response) => {
    const replica = await mayChange(ports, response, "worker-drained", request.params.id);
    if (replica === null) return;
    const drain = { by: userOf(response).name, at: now() };
    if (replica.drain === null) await replicas.drain(replica.id, drain);
    response.redirect(303, "/workers");
  });
  router.post("/workers/:id/resume", async (request, response) => {
    const replica = await mayChange(ports, response, "worker-resumed", request.params.id);
    if (replica === null) return;
    await replicas.resume(replica.id);
    response.redirect(303, "/workers");
  });
  return router;
}

/** Records the change. Answers it and returns null if it is refused, or if the worker is gone. */
async function mayChange(
  { replicas, recordWrite }: WorkersPorts,
  response: Response,
  action: string,
  id: string,
): Promise<Replica | null> {
  const t = translationFor(response);
  const user = userOf(response);
  const replica = await replicas.get(id);
  if (replica === null) {
    sendPage(
      response,
      renderMessage(t("Nothing found"), t("This worker has ended."), t, { place: "/workers" }),
      404,
    );
    return null;
  }
  const refusal = refusalFor(user, "admin", t);
  const target = `${id} on ${replica.host}`;
  await recordWrite({ user, action, target, allowed: refusal === null });
  if (refusal === null) return replica;
  sendPage(response, renderMessage(t("Not allowed"), refusal, t, { place: "/workers" }), 403);
  return null;
}
