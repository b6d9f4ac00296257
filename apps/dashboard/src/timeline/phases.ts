import type { GenerationEvent, Status } from "@dashqueue/queue/internal";
import { isTerminal } from "@dashqueue/queue/internal";

/** A status in which a generation was, or one of its tasks while it ran. */
export interface Phase {
  readonly status: Status;
  /** Which of several tasks, from 1; null if there is one at most, or the status has none. */
  readonly task: number | null;
  /** When it was in it, epoch milliseconds, the earliest first. */
  readonly spans: readonly Span[];
  readonly isOpen: boolean;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * What a generation did when, in the order in which it began. Each task is a phase of its own.
 *
 * @param now ends an open history; null if the generation has ended.
 */
export function phasesOf(events: readonly GenerationEvent[], now: number | null): readonly Phase[] {
  const steps = events.flatMap((event, index) => {
    const next = events[index + 1];
    const to = next?.at ?? now;
    if (to === null || isTerminal(event.status)) return [];
    const step: Step = { status: event.status, task: taskOf(event), from: event.at, to };
    // A clock that was set back must not turn a bar around.
    return [{ ...step, to: Math.max(event.at, to), isOpen: next === undefined }];
  });
  const tasks = [...new Set(steps.flatMap(({ task }) => task ?? []))];
  const phases = Map.groupBy(steps, ({ status, task }) => `${status} ${task ?? ""}`);
  return [...phases.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const task = first.task === null || tasks.length < 2 ? null : tasks.indexOf(first.task) + 1;
    return [{ status: first.status, task, spans: joined(own), isOpen: own.some(isOpen) }];
  });
}

interface Step extends Span {
  readonly status: Status;
  readonly task: string | null;
}

const isOpen = ({ isOpen: open }: { readonly isOpen: boolean }) => open;

function taskOf({ status, detail }: GenerationEvent): string | null {
  if (status !== "running" && status !== "archiving") return null;
  return typeof detail["task_id"] === "string" ? detail["task_id"] : null;
}

/** Spans that touch become one: several events may happen in one status. */
function joined(spans: readonly Span[]): readonly Span[] {
  const firsts = spans.filter(({ from }, index) => spans[index - 1]?.to !== from);
  const lasts = spans.filter(({ to }, index) => spans[index + 1]?.from !== to);
  return firsts.map(({ from }, index) => ({ from, to: lasts[index]?.to ?? from }));
}

/** How long a phase has lasted, milliseconds. */
export function durationMsOf({ spans }: Phase): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}
