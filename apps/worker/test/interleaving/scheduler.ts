/** A process of ours. Once killed it never goes on: whatever it waits for stays open for ever. */
export interface Process {
  readonly name: string;
  alive: boolean;
}

/** One of the things that may happen next. The likelier, the heavier. */
export interface Move {
  readonly label: string;
  readonly weight: number;
  run(): void;
}

/** One of the ways in which a step may go. */
export interface Way<T> {
  readonly label: string;
  /** By default the first is the usual one. */
  readonly weight?: number;
  effect(): T;
}

export interface StepOptions {
  /** Takes its time by nature: an answer of the provider, a wait for the lane. */
  readonly slow?: boolean;
}

interface Step {
  readonly process: Process;
  readonly slow: boolean;
  moves(): readonly Move[];
}

/** Every await of the code under test ends here: nothing goes on until its move is picked. */
export interface Scheduler {
  /** Waits until picked, then does the effect at once and answers what came of it. */
  step<T>(process: Process, label: string, effect: () => T): Promise<T>;
  /** The same where several things may come of it, the usual one first; none of them: not yet. */
  choose<T>(
    process: Process,
    label: string,
    ways: () => readonly Way<T>[],
    options?: StepOptions,
  ): Promise<T>;
  /** Ends a process where it stands. What it did stays done. */
  kill(process: Process): void;
  /** What may happen to the steps that wait, oldest first; the usual way of each first of all. */
  moves(): readonly Move[];
  /** Whether a process that lives is between two steps of which neither is slow. */
  isBusy(): boolean;
}

const USUAL = 8;
const UNUSUAL = 1;

export function createScheduler(): Scheduler {
  let waiting: Step[] = [];

  function choose<T>(
    process: Process,
    label: string,
    ways: () => readonly Way<T>[],
    { slow = false }: StepOptions = {},
  ): Promise<T> {
    if (!process.alive) return new Promise(() => {});
    return new Promise((resolve, reject) => {
      const step: Step = {
        process,
        slow,
        moves: () => ways().map((way, index) => moveOf(way, index)),
      };
      const moveOf = (way: Way<T>, index: number): Move => ({
        label: `${process.name}: ${label}${way.label === "" ? "" : `, ${way.label}`}`,
        weight: way.weight ?? (index === 0 ? USUAL : UNUSUAL),
        run() {
          waiting = waiting.filter((other) => other !== step);
          try {
            resolve(way.effect());
          } catch (cause) {
            reject(cause);
          }
        },
      });
      waiting.push(step);
    });
  }

  return {
    choose,
    step: (process, label, effect) => choose(process, label, () => [{ label: "", effect }]),
    kill(process) {
      process.alive = false;
      waiting = waiting.filter((step) => step.process !== process);
    },
    moves() {
      const moves = waiting.map((step) => step.moves());
      return [
        ...moves.flatMap((ways) => ways.slice(0, 1)),
        ...moves.flatMap((ways) => ways.slice(1)),
      ];
    },
    isBusy: () => waiting.some(({ slow }) => !slow),
  };
}

/** Resolves when all code that can go on without another move has done so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
