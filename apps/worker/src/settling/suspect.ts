import type { Generation, Status } from "@dashqueue/queue/internal";

import type { Suspect } from "./explain.ts";
import { promptOf } from "./prompts.ts";

/** After a failover the times of earlier records may be those of another server's clock. */
const SERVER_SKEW_MS = 60 * 60_000;

/**
 * A generation as the owner of a task that Redis may have forgotten. A running one owns it if its
 * own task has failed and was replaced.
 *
 * @param model by the provider's name.
 * @param orUntil its task may be older than the generation, if it was created until then.
 */
export function suspectOf(generation: Generation, model: string, orUntil: number | null): Suspect {
  return {
    generationId: generation.id,
    model,
    prompt: promptOf(generation),
    request: JSON.stringify(generation.request),
    notBefore: startOf(generation) - SERVER_SKEW_MS,
    orUntil,
    needs: NEEDS[generation.status] ?? "not",
  };
}

const NEEDS: Partial<Record<Status, Suspect["needs"]>> = { queued: "now", running: "later" };

function startOf(generation: Generation): number {
  return generation.status === "running" ? generation.attempt.begunAt : generation.createdAt;
}
