/** A process under test. Once killed it never continues: its pending promises stay pending. */
export interface Process {
  readonly name: string;
  alive: boolean;
}

/** One of the events that may happen next, with a probability in proportion to its weight. */
export interface Move {
  readonly label: string;
  readonly weight: number;
  run(): void;
}

/** One of the outcomes of a step. */
export interface Way<T> {
  readonly label: string;
  /** By default the first outcome is the usual one. */
  readonly weight?: number | undefined;
  effect(): T;
}

export interface StepOptions {
  /** Slow by nature, such as an answer of the provider or a wait at the door. */
  readonly slow?: boolean;
}

interface Step {
  readonly process: Process;
  readonly slow: boolean;
  moves(): readonly Move[];
}

/** Every await of the code under test ends here: nothing continues until its move is picked. */
export interface Scheduler {
  /** Waits until picked, then runs the effect and resolves with its result. */
  step<T>(process: Process, label: string, effect: () => T): Promise<T>;
  /** The same for a step with several outcomes, the usual one first. With none it stays blocked. */
  choose<T>(
    process: Process,
    label: string,
    ways: () => readonly Way<T>[],
    options?: StepOptions,
  ): Promise<T>;
  /** Ends a process between two steps. Its effects so far remain. */
  kill(process: Process): void;
  /** The possible outcomes of all waiting steps: first the usual one of each, oldest step first. */
  moves(): readonly Move[];
  /** Whether a live process waits for a step that is not slow. */
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

/**
 * Resolves when all code that can continue without another move has done so: Node calls it once no
 * promise is left to continue. Nothing under test waits for a timer or for I/O.
 */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
