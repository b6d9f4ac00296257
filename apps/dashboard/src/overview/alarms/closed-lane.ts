import type { HoldUp } from "@dashqueue/queue/internal";

/** A lane in which nothing is submitted until tasks were compared with the records. */
export interface ClosedLane {
  readonly why: string;
  /** When Redis restarted, epoch milliseconds; null if that is unknown. */
  readonly since: number | null;
  /** When it is compared, as long as that is to come, epoch milliseconds: nobody has to act. */
  readonly until: number | null;
}

/** The worker looks every five seconds, and then has to read the list. */
const LOOK_MS = 15_000;

/** What holds up a model because its lanes are closed; null if one of them is open. */
export function closedLaneOf(
  holdUps: readonly HoldUp[],
  since: number | null,
  now: number,
): ClosedLane | null {
  const closed = holdUps.filter(({ kind }) => kind === "unchecked");
  const [first] = closed;
  if (first === undefined) return null;
  const times = closed.map(({ nextTry }) => nextTry ?? 0);
  const until = Math.max(...times);
  const isToCome = times.every((at) => now < at + LOOK_MS);
  return { why: first.message, since, until: isToCome ? until : null };
}
