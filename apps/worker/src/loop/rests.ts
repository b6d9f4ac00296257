import type { Stage } from "@dashqueue/queue/internal";
import { STAGES } from "@dashqueue/queue/internal";

/** What a BullMQ worker can do: pause by itself, without the others. */
interface Pausable {
  pause(doNotWaitActive: boolean): Promise<void>;
  resume(): void;
}

/** The stages whose workers take no jobs for a while. */
export interface Rests {
  /** Lets a stage rest for this long from now on, even if it rests already. */
  begin(stage: Stage, restMs: number): void;
  /** Lets all stages rest until `release`. */
  hold(): void;
  /** Ends that; a stage that rests for a while goes on to do so. */
  release(): void;
  includes(stage: Stage): boolean;
  /** Forgets all rests, because the workers close. */
  clear(): void;
}

export function createRests(workersOf: (stage: Stage) => readonly Pausable[]): Rests {
  const timers = new Map<Stage, NodeJS.Timeout>();
  let isHeld = false;
  // Without waiting for running jobs: they end or leave on their own.
  const pause = (stage: Stage) => workersOf(stage).forEach((worker) => void worker.pause(true));
  const resume = (stage: Stage) => workersOf(stage).forEach((worker) => worker.resume());
  return {
    begin(stage, restMs) {
      clearTimeout(timers.get(stage));
      pause(stage);
      const end = () => {
        timers.delete(stage);
        if (!isHeld) resume(stage);
      };
      timers.set(stage, setTimeout(end, restMs));
    },
    hold() {
      isHeld = true;
      STAGES.forEach(pause);
    },
    release() {
      isHeld = false;
      STAGES.filter((stage) => !timers.has(stage)).forEach(resume);
    },
    includes: (stage) => isHeld || timers.has(stage),
    clear() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
