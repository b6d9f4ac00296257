import type { ModelTask } from "./model-task.ts";
import type { Move } from "../scheduler.ts";

/** What a provider may do that its documentation does not say, once each. */
export interface Oddities {
  moves(tasks: readonly ModelTask[]): readonly Move[];
  tick(): void;
  /** How far its clock is ahead. */
  aheadMs(): number;
  /** Whether the list shows a task that a right list would show. */
  shown(task: ModelTask): boolean;
}

export interface OdditiesPorts {
  now(): number;
  /** How far its clock is ahead at first. */
  readonly aheadMs: number;
  readonly isHostile: boolean;
}

/** A list that is wrong is right again within this time. */
const WRONG_LIMIT_MS = 9 * 60_000;
const CLOCK_CHANGE_MS = 10 * 60_000;

export function createOddities({ now, aheadMs: initial, isHostile }: OdditiesPorts): Oddities {
  let aheadMs = initial;
  let wasSet = !isHostile;
  /** The tasks that a wrong list still shows; null while it is right. */
  let wrong: { readonly since: number; readonly shown: ReadonlySet<ModelTask> } | null = null;
  let wasWrong = !isHostile;

  const goWrong = (label: string, shown: () => readonly ModelTask[]): Move => ({
    label,
    weight: 0.3,
    run() {
      wasWrong = true;
      wrong = { since: now(), shown: new Set(shown()) };
    },
  });
  const set = (label: string, byMs: number): Move => ({
    label,
    weight: 0.1,
    run() {
      wasSet = true;
      aheadMs += byMs;
    },
  });

  return {
    moves: (tasks) => [
      ...(wasWrong
        ? []
        : [
            goWrong("the list turns empty", () => []),
            goWrong("the list stands still", () => tasks.filter(({ listed }) => listed)),
          ]),
      ...(wrong === null
        ? []
        : [{ label: "the list is right again", weight: 0.3, run: () => void (wrong = null) }]),
      ...(wasSet
        ? []
        : [
            set("the provider's clock is set forward", CLOCK_CHANGE_MS),
            set("the provider's clock is set back", -CLOCK_CHANGE_MS),
          ]),
    ],
    tick() {
      if (wrong !== null && now() - wrong.since > WRONG_LIMIT_MS) wrong = null;
    },
    aheadMs: () => aheadMs,
    shown: (task) => wrong === null || wrong.shown.has(task),
  };
}
