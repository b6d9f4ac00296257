import type { TaskKind, TaskDurations } from "@dashqueue/queue/internal";

/** The end of a task, as it counts for the durations of its model. */
export interface SeenEnd {
  readonly model: string;
  readonly kinds: readonly TaskKind[];
  /** Of its duration. */
  readonly bucket: number;
}

/** The durations that this worker has seen and not yet shared with the others. */
export interface Learning {
  see(task: SeenEnd): void;
  /** Shares it. A worker that dies loses what it has seen, and only statistics are lost. */
  tell(): Promise<void>;
}

export function createLearning({ add }: Pick<TaskDurations, "add">): Learning {
  const seen = new Map<string, SeenEnd & { readonly tasks: number }>();
  return {
    see(task) {
      const key = JSON.stringify(task);
      seen.set(key, { ...task, tasks: (seen.get(key)?.tasks ?? 0) + 1 });
    },
    async tell() {
      for (const [key, { model, kinds, bucket, tasks }] of seen) {
        seen.delete(key);
        await add(model, kinds, bucket, tasks);
      }
    },
  };
}
