import type { Generation } from "../generation/generation.ts";
import type { GenerationStore } from "../store/generation-store.ts";
import type { JobPorts } from "./accept-generation.ts";
import { ensureJob } from "./accept-generation.ts";
import type { Expedited } from "./enqueued.ts";

export interface ExpeditePorts extends JobPorts {
  readonly store: Pick<GenerationStore, "get">;
}

export interface HintPorts extends JobPorts {
  readonly store: Pick<GenerationStore, "get" | "ownersOf" | "hint">;
}

/** Runs the job of a generation with this status now instead of when its turn comes. */
export async function expedite(
  ports: ExpeditePorts,
  id: string,
  status: Generation["status"],
): Promise<Expedited<Generation>> {
  const generation = await ports.store.get(id);
  if (generation === null) return { kind: "missing" };
  if (generation.status !== status) return { kind: "idle", generation };
  await ensureJob(ports, generation);
  return { kind: "expedited", generation };
}

/**
 * Takes a report that this task has ended. The report is only a hint: the task is polled now, and
 * the answer to that poll counts.
 */
export async function hintTask(ports: HintPorts, taskId: string): Promise<Expedited<Generation>> {
  const { store } = ports;
  const [id] = await store.ownersOf([taskId]);
  const generation = id ? await store.get(id) : null;
  if (generation === null) return { kind: "missing" };
  if (generation.status !== "running" || generation.task.id !== taskId)
    return { kind: "idle", generation };
  // Written before the poll job runs, because the job reads it.
  await store.hint(taskId);
  await ensureJob(ports, generation);
  return { kind: "expedited", generation };
}
