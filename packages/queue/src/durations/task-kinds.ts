import type { CreateRequest } from "@dashqueue/dashscope";

import type { Observed } from "./task-durations.ts";

/** The parameters that decide how long a task of a model takes, such as `720P 5`. */
export type TaskKind = string;

/** Every task of a model. */
export const ALL_KINDS: TaskKind = "";

/** A kind with fewer observations is taken to be like the model's other tasks. */
const LEAST_OBSERVED = 20;

export function kindOf({ parameters = {} }: Pick<CreateRequest, "parameters">): TaskKind {
  const { resolution, size, duration } = parameters;
  const words = [resolution ?? size, duration].filter(
    (value) => typeof value === "string" || typeof value === "number",
  );
  return words.join(" ").slice(0, LONGEST_KIND);
}

const LONGEST_KIND = 40;

/** How many tasks were observed; old ones count in part. */
export function tasksIn(observed: Observed): number {
  return [...observed.values()].reduce((sum, count) => sum + count, 0);
}

/** Whether a kind was observed often enough to differ from the model's other tasks. */
export function isKnownKind(observed: Observed): boolean {
  return tasksIn(observed) >= LEAST_OBSERVED;
}
