import type { Regenerated } from "../producer/enqueued.ts";
import type { Generation } from "../generation/generation.ts";
import { isTerminal } from "../generation/status.ts";
import type { TenantQueue } from "../producer/tenant-queue.ts";
import type { TenantRefusal } from "../store/batch/accepted.ts";
import type { Operation } from "./operation.ts";
import type { Acted } from "./progress.ts";

/** The queue as the tenant of an operation sees it. */
export type ActQueue = Pick<
  TenantQueue,
  | "get"
  | "cancel"
  | "remove"
  | "regenerate"
  | "archiveAgain"
  | "attempts"
  | "redeliver"
  | "sendWaiting"
>;

const DONE: Acted = { kind: "done" };
const SKIPPED: Acted = { kind: "skipped" };

/** How long to wait for room in the queue of a tenant. A guess: that depends on the lanes. */
const FULL_WAIT_MS = 10_000;

/** How often to look whether a disabled tenant is enabled again. */
export const DISABLED_WAIT_MS = 30_000;

/** Does what an operation does to one of its generations. A repeat is safe. */
export async function act(queue: ActQueue, operation: Operation, id: string): Promise<Acted> {
  switch (operation.action) {
    case "cancel": {
      const generation = await queue.get(id);
      if (generation === null || isTerminal(generation.status)) return SKIPPED;
      const canceled = await queue.cancel(id, operation.by);
      return canceled === null ? SKIPPED : afterCanceling(canceled);
    }
    case "delete":
      return remove(queue, id);
    case "regenerate": {
      // When the operation runs again, it finds the generation that was made (G10).
      const idempotencyKey = `bulk:${operation.id}:${id}`;
      return afterRegenerating(await queue.regenerate(id, { idempotencyKey }));
    }
    case "archive":
      return (await queue.archiveAgain(id)).kind === "expedited" ? DONE : SKIPPED;
    case "redeliver":
      return redeliver(queue, id, operation.createdAt);
  }
}

function afterCanceling({ status, cancel }: Generation): Acted {
  return status === "archiving" || cancel === "refused"
    ? { kind: "failed", message: "It can no longer be canceled: its task runs or has ended." }
    : DONE;
}

async function remove(queue: Pick<ActQueue, "remove">, id: string): Promise<Acted> {
  const removed = await queue.remove(id);
  switch (removed.kind) {
    case "removed":
      return DONE;
    case "missing":
    case "open":
      return SKIPPED;
    case "unsettled": {
      const until = new Date(removed.until).toISOString();
      const message = `A lost create request of it may still make a task. Delete it after ${until}.`;
      return { kind: "failed", message };
    }
  }
}

/** Sends the message about the end again, or now if it waits. */
async function redeliver(
  queue: Pick<ActQueue, "get" | "attempts" | "redeliver" | "sendWaiting">,
  id: string,
  askedAt: number,
): Promise<Acted> {
  const state = (await queue.get(id))?.delivery?.state;
  if (state === "pending")
    return (await queue.sendWaiting(id, askedAt)).kind === "expedited" ? DONE : SKIPPED;
  if (state !== "failed") return SKIPPED;
  const last = (await queue.attempts(id)).findLast(({ revision }) => revision === null);
  if (last === undefined)
    return {
      kind: "failed",
      message: "No attempt of it is known any more, so none can be repeated.",
    };
  const { kind } = await queue.redeliver(id, last.n);
  return kind === "queued" || kind === "under-way" ? DONE : SKIPPED;
}

function afterRegenerating(made: Regenerated<Generation>): Acted {
  switch (made.kind) {
    case "accepted":
    case "repeated":
      return DONE;
    case "conflict":
      // The generation that it made was deleted.
      return DONE;
    case "missing":
    case "open":
      return SKIPPED;
    case "invalid": {
      const problems = made.problems.map(({ path, message }) => `${path} ${message}`);
      return { kind: "failed", message: problems.join("; ") };
    }
    case "refused":
      return afterRefusal(made.refusal);
  }
}

function afterRefusal(refusal: TenantRefusal): Acted {
  switch (refusal.reason) {
    case "disabled":
      return { kind: "wait", reason: "disabled", ms: DISABLED_WAIT_MS };
    case "model":
      return { kind: "failed", message: `The tenant may not use the model ${refusal.model}.` };
    case "max_queued":
      return { kind: "wait", reason: "max_queued", ms: FULL_WAIT_MS };
    case "submits_per_minute":
      return { kind: "wait", reason: "submits_per_minute", ms: refusal.resetMs };
  }
}
