import { limitGroupOf } from "../models/catalogue.ts";
import { settleLane } from "./schedule.ts";
import type { Task } from "./task.ts";

/** All tasks, as they are now. */
export type TaskStore = {
  /** In the order of their submission. */
  readonly all: () => readonly Task[];
  readonly find: (id: string) => Task | undefined;
  /** A new task, or another state of a known one. It is kept when this returns. */
  readonly put: (task: Task) => void;
  readonly clear: () => void;
  readonly save: () => void;
};

export type TaskStoreOptions = {
  readonly tasks: readonly Task[];
  /** Running places of a lane of this model. */
  readonly placesOf: (model: string) => number;
  readonly now: () => number;
  readonly save: (tasks: readonly Task[]) => void;
};

export function createTaskStore({
  tasks: loaded,
  placesOf,
  now,
  save: keep,
}: TaskStoreOptions): TaskStore {
  const tasks = new Map(loaded.map((task) => [task.id, task]));
  const settle = () => {
    if (!tasks.values().some(({ life }) => life.phase === "waiting")) return;
    const lanes = Map.groupBy(tasks.values(), ({ account, model }) =>
      JSON.stringify([account, limitGroupOf(model)]),
    );
    for (const lane of lanes.values()) {
      const places = placesOf(lane[0]?.model ?? "");
      for (const task of settleLane(lane, places, now())) tasks.set(task.id, task);
    }
  };
  const save = () => {
    settle();
    keep([...tasks.values()]);
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
