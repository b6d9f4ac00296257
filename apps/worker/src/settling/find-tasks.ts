import type { CreateWaits, KnownTask } from "@dashqueue/queue/internal";

import type { Place } from "../accounts/accounts.ts";
import type { TaskFilter, TaskList } from "../accounts/task-list.ts";
import type { Candidate, CandidatePorts } from "./candidates.ts";
import { candidatesOf } from "./candidates.ts";
import { witnessesOf } from "./proof.ts";
import type { TaskReports } from "./task-reports.ts";

export interface FindTasksPorts extends CandidatePorts {
  /** Every account: a forgotten task may be at any of them. */
  readonly places: readonly Place[];
  /** Lists the account's tasks, page by page, each in turn (G8). */
  listTasks(place: Place, filter: TaskFilter, signal: AbortSignal): Promise<TaskList>;
  /** The newest tasks of the account that generations own. */
  knownTasks(place: Place): Promise<readonly KnownTask[]>;
  now(): number;
  readonly waits: CreateWaits;
  readonly reports: Pick<TaskReports, "listed" | "unlisted">;
}

/** A task that no generation owns, and where it is. */
export interface FoundTask extends Candidate {
  readonly place: Place;
}

export type Found =
  | {
      readonly kind: "found";
      readonly tasks: readonly FoundTask[];
      /** How many tasks the lists showed, owned or not. */
      readonly seen: number;
    }
  | { readonly kind: "unavailable"; readonly message: string };

/**
 * Finds the tasks of these models that no generation owns, on every account. A list that does not
 * show every task of ours is as good as none.
 */
export async function findTasks(
  models: readonly string[],
  { from, to }: Omit<TaskFilter, "models">,
  ports: FindTasksPorts,
  signal: AbortSignal,
): Promise<Found> {
  const tasks: FoundTask[] = [];
  let seen = 0;
  for (const place of ports.places) {
    const known = await ports.knownTasks(place);
    const witnesses = witnessesOf(
      known,
      { begunAt: from },
      { now: ports.now(), reconcileMs: ports.waits.reconcileMs },
    );
    const list = await ports.listTasks(place, { models, from, to }, signal);
    if (list.kind === "unavailable") {
      if (!signal.aborted) ports.reports.unlisted(place, list.failure);
      return { kind: "unavailable", message: list.failure.message };
    }
    ports.reports.listed(place);
    const missing = witnesses.find(({ taskId }) => !list.seen.has(taskId));
    if (missing !== undefined)
      return {
        kind: "unavailable",
        message: `the list omits task ${missing.taskId}, which the provider created for us`,
      };
    seen += list.seen.size;
    for (const candidate of await candidatesOf(place, list.rows, ports, signal))
      tasks.push(Object.assign(candidate, { place }));
  }
  return { kind: "found", tasks, seen };
}
