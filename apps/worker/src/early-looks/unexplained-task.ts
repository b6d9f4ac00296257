import type { TaskRow } from "@dashqueue/dashscope";
import { isSameModel } from "@dashqueue/dashscope";

import type { Maker } from "./makers.ts";
import { mayHaveMade } from "./makers.ts";

/**
 * A task that no attempt of this installation can have made: another system uses the account, too.
 * Each attempt makes one task at most, so there may also be more tasks of a model than attempts.
 *
 * @param unowned the tasks that no generation owns
 * @param makers the attempts that may have made one of them
 * @param since epoch milliseconds; nothing is known of earlier attempts
 */
export function unexplainedTask(
  unowned: readonly TaskRow[],
  makers: readonly Maker[],
  since: number,
): TaskRow | null {
  const tasks = unowned.filter(({ createdAt }) => createdAt !== null && createdAt > since);
  return (
    tasks.find((task) => {
      const alike = tasks.filter(({ model }) => isSame(model, task.model));
      const possible = makers.filter((maker) => alike.some((other) => mayHaveMade(maker, other)));
      return !makers.some((maker) => mayHaveMade(maker, task)) || alike.length > possible.length;
    }) ?? null
  );
}

function isSame(one: string | null, other: string | null): boolean {
  return one === other || (one !== null && other !== null && isSameModel(one, other));
}
