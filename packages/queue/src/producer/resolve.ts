import { setTimeout } from "node:timers/promises";

import type { Generation } from "../generation/generation.ts";
import { pendingClaim } from "../generation/status.ts";
import type { GenerationStore } from "../store/generation-store.ts";
import { tasksOf } from "../store/script-arguments.ts";
import type { JobPorts } from "./accept-generation.ts";
import { ensureJob } from "./accept-generation.ts";
import type { Resolution, Resolved } from "./enqueued.ts";

export interface ResolveOptions {
  /** How long to wait for a worker to check the claim, milliseconds; 15 s by default. */
  readonly waitMs?: number | undefined;
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
}

const WAIT_MS = 15_000;
const LOOK_EVERY_MS = 250;

/**
 * Records what the person named `by` found out about a lost create request, and waits until a
 * worker has checked it: only workers have the API key of the account (G7). Nothing is settled by
 * the word of a person alone (G1).
 */
export async function resolve(
  ports: JobPorts & { readonly store: Pick<GenerationStore, "get" | "change"> },
  id: string,
  found: Resolution,
  by: string,
  { waitMs = WAIT_MS, signal }: ResolveOptions = {},
): Promise<Resolved<Generation>> {
  const { store, now } = ports;
  const taskId = "taskId" in found ? found.taskId : null;
  const attempt = (await store.get(id))?.attempts ?? 0;
  const claimed = await store.change(id, { kind: "outcome-claimed", attempt, taskId, by });
  if (claimed.kind !== "changed") return claimed;
  const until = now() + waitMs;
  let due = now();
  let everyMs = LOOK_EVERY_MS;
  let { generation } = claimed;
  while (pendingClaim(generation) !== null) {
    // More than once: a job that was active when the claim was written may have been delayed. Ever
    // less often: each check reads the provider's task list (G8).
    if (now() >= due) {
      await ensureJob(ports, generation);
      due = now() + everyMs;
      everyMs *= 2;
    }
    if (now() >= until || signal?.aborted) return { kind: "unchecked", generation };
    await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
    const read = await store.get(id);
    if (read === null) return { kind: "missing" };
    generation = read;
  }
  return outcomeOf(claimed.generation, generation, taskId);
}

/** What came of a claim that is no longer pending. */
function outcomeOf(
  claimed: Generation,
  generation: Generation,
  taskId: string | null,
): Resolved<Generation> {
  const isSameAttempt = generation.attempts === claimed.attempts;
  if (generation.status === "uncertain" && isSameAttempt) {
    const { claim } = generation;
    const reason = (claim?.taskId === taskId ? claim.refusal : null) ?? REPLACED;
    return { kind: "refused", generation, reason };
  }
  const tasks = tasksOf(generation);
  const task = isSameAttempt ? tasks[tasksOf(claimed).length] : undefined;
  const isTrue = taskId === null ? task === undefined : tasks.includes(taskId);
  if (isTrue) return { kind: "changed", generation };
  const reason =
    task === undefined
      ? `The generation was settled in the meantime: it is ${generation.status}.`
      : `The generation was settled in the meantime: its task is ${task}.`;
  return { kind: "refused", generation, reason };
}

const REPLACED =
  "Another resolution of this generation was stated in the meantime, and refused. Repeat this.";
