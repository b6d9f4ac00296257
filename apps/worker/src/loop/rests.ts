import type { Stage } from "@dashqueue/queue/internal";

/** What a BullMQ worker can do: pause by itself, without the others. */
interface Pausable {
  pause(doNotWaitActive: boolean): Promise<void>;
  resume(): void;
}

/** The stages whose workers take no jobs for a while. */
export interface Rests {
  /** Lets a stage rest for this long from now on, even if it rests already. */
  begin(stage: Stage, restMs: number): void;
  includes(stage: Stage): boolean;
  /** Forgets all rests, because the workers close. */
  clear(): void;
}

export function createRests(workersOf: (stage: Stage) => readonly Pausable[]): Rests {
  const timers = new Map<Stage, NodeJS.Timeout>();
  return {
    begin(stage, restMs) {
      clearTimeout(timers.get(stage));
      // Without waiting for running jobs: they end or leave on their own.
      for (const worker of workersOf(stage)) void worker.pause(true);
      const end = () => {
        timers.delete(stage);
        for (const worker of workersOf(stage)) worker.resume();
      };
      timers.set(stage, setTimeout(end, restMs));
    },
    includes: (stage) => timers.has(stage),
    clear() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
