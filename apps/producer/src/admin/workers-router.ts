import type { Replica, Replicas } from "@dashqueue/queue/internal";
import { replicaStateOf } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";
import { Router } from "express";

import { callerOf } from "../auth/caller.ts";
import type { RecordChangePorts } from "./record-change.ts";
import { logChange, recordChange } from "./record-change.ts";

export interface WorkersPorts extends RecordChangePorts {
  readonly replicas: Pick<Replicas, "list" | "get" | "drain" | "resume">;
}

type WorkerRequest = Request<{ readonly worker: string }>;

/** `/v1/admin/workers`: the workers that run, and which of them take no more jobs. */
export function workersRouter(ports: WorkersPorts): Router {
  const { replicas, now } = ports;
  const router = Router();
  router.get("/v1/admin/workers", async (_request, response) => {
    response.json({ data: (await replicas.list()).map(workerView) });
  });
  router.post("/v1/admin/workers/:worker/drain", async (request: WorkerRequest, response) => {
    const replica = await known(ports, request, response);
    if (replica === null) return;
    const drain = { by: callerOf(request).name, at: now() };
    if (replica.drain === null) {
      await recordChange(ports, request);
      await replicas.drain(replica.id, drain);
      logChange(ports, request, "worker-drain-asked", { worker: replica.id, host: replica.host });
    }
    response.json(workerView({ ...replica, drain: replica.drain ?? drain }));
  });
  router.post("/v1/admin/workers/:worker/resume", async (request: WorkerRequest, response) => {
    const replica = await known(ports, request, response);
    if (replica === null) return;
    if (replica.drain !== null) {
      await recordChange(ports, request);
      await replicas.resume(replica.id);
      logChange(ports, request, "worker-resume-asked", { worker: replica.id, host: replica.host });
    }
    response.json(workerView({ ...replica, drain: null }));
  });
  return router;
}

/** Null if there is no such worker, which was answered. */
async function known(
  { replicas }: WorkersPorts,
  request: WorkerRequest,
  response: Response,
): Promise<Replica | null> {
  const replica = await replicas.get(request.params.worker);
  if (replica === null)
    sendProblem(response, {
      status: 404,
      detail: "No worker with this id runs: see GET /v1/admin/workers.",
    });
  return replica;
}

function workerView(replica: Replica) {
  const { id, host, pid, version, startedAt, stages, running, drain } = replica;
  return {
    id,
    host,
    pid,
    version,
    started_at: new Date(startedAt).toISOString(),
    stages,
    running,
    state: replicaStateOf(replica),
    drain: drain && { by: drain.by, at: new Date(drain.at).toISOString() },
  };
}
