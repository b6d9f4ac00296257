import { limitGroupOf } from "../models/catalog.ts";
import { groupTasks } from "./group-tasks.ts";
import { settleLane } from "./schedule.ts";
import type { Task } from "./task.ts";

/** All tasks in their current state. */
export interface TaskStore {
  /** In the order of submission. */
  readonly all: () => readonly Task[];
  readonly find: (id: string) => Task | undefined;
  /** Adds a task or replaces its state. The task is saved when this returns. */
  readonly put: (task: Task) => void;
  readonly clear: () => void;
  readonly save: () => void;
}

export interface TaskStoreOptions {
  readonly tasks: readonly Task[];
  /** How many tasks of a lane may run at once, by model. */
  readonly slotsOf: (model: string) => number;
  readonly now: () => number;
  readonly save: (tasks: readonly Task[]) => void;
}

export function createTaskStore({
  tasks: loaded,
  slotsOf,
  now,
  save: saveTasks,
}: TaskStoreOptions): TaskStore {
  const tasks = new Map(loaded.map((task) => [task.id, task]));
  const settle = () => {
    const all = [...tasks.values()];
    if (!all.some(({ life }) => life.phase === "waiting")) return;
    const lanes = groupTasks(all, ({ account, model }) =>
      JSON.stringify([account, limitGroupOf(model)]),
    );
    for (const lane of lanes.values()) {
      const slots = slotsOf(lane[0]?.model ?? "");
      for (const task of settleLane(lane, slots, now())) tasks.set(task.id, task);
    }
  };
  const save = () => {
    settle();
    saveTasks([...tasks.values()]);
  };
  return {
    all: () => {
      settle();
      return [...tasks.values()];
    },
    find: (id) => {
      settle();
      return tasks.get(id);
    },
    put: (task) => {
      tasks.set(task.id, task);
      save();
    },
    clear: () => {
      tasks.clear();
      save();
    },
    save,
  };
}
