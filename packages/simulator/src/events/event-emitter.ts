import type { Effect } from "../faults/fault.ts";
import type { FaultScript } from "../faults/fault-script.ts";
import { createUuid } from "../ids/uuid.ts";
import type { Task } from "../tasks/task.ts";
import { endOf, failureOf, statusAt } from "../tasks/task-status.ts";
import type { TaskStore } from "../tasks/task-store.ts";
import { pause } from "../time/pause.ts";
import { finishEvent } from "./finish-event.ts";

/** The polling interval for ended tasks, in real time, because tests move the clock by hand. */
const POLL_INTERVAL_MS = 20;

/** Where EventBridge sends events, and the token that it sends with them. */
export interface Callback {
  readonly url: string;
  readonly token: string;
}

export interface EventEmitter {
  /** Sends events to this callback, or to none. Tasks that have already ended are not reported. */
  readonly sendTo: (callback: Callback | null) => void;
}

export interface EventEmitterPorts {
  readonly store: Pick<TaskStore, "all">;
  readonly script: Pick<FaultScript, "next">;
  readonly region: string;
  readonly now: () => number;
  readonly random: () => number;
  /** Stops the emitter. */
  readonly signal: AbortSignal;
}

/** Reports every task that succeeds or fails once, without delay, unless a fault says otherwise. */
export function createEventEmitter(ports: EventEmitterPorts): EventEmitter {
  const { store, signal, now } = ports;
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  return {
    sendTo: (callback) => {
      clearInterval(timer);
      if (callback === null) return;
      const ended = store.all().filter((task) => hasEnded(task, now()));
      const reported = new Set(ended.map(({ id }) => id));
      const effects = new Map<string, Effect | null>();
      timer = setInterval(() => {
        for (const task of store.all().filter(({ id }) => !reported.has(id))) {
          if (!effects.has(task.id)) effects.set(task.id, takeEffect(ports, task));
          const effect = effects.get(task.id) ?? null;
          if (!hasEnded(task, now()) && effect?.kind !== "send-early") continue;
          reported.add(task.id);
          void report(ports, callback, task, effect);
        }
      }, POLL_INTERVAL_MS);
    },
  };
}

/** Taken once, when the task is first seen, because a fault may send the event before the end. */
function takeEffect({ script, now }: EventEmitterPorts, task: Task): Effect | null {
  const { id, prompt } = task;
  const due = script.next({ on: "event", taskId: id, prompt, status: statusAt(task, now()) });
  due?.use();
  return due?.effect ?? null;
}

async function report(
  ports: EventEmitterPorts,
  callback: Callback,
  task: Task,
  effect: Effect | null,
): Promise<void> {
  if (effect?.kind === "drop") return;
  if (effect?.kind === "delay") await pause(effect.ms, ports.signal);
  const event = finishEvent(task, {
    id: createUuid(ports.random),
    status: failureOf(task) === null ? "SUCCEEDED" : "FAILED",
    region: ports.region,
    endedAt: endOf(task, ports.now()) ?? ports.now(),
    now: ports.now(),
  });
  await send(callback, event, ports.signal);
  if (effect?.kind === "send-twice") await send(callback, event, ports.signal);
}

async function send({ url, token }: Callback, event: object, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  // An unreachable receiver loses the event.
  await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-eventbridge-signature-token": token },
    body: JSON.stringify(event),
    signal,
  }).catch(() => null);
}

/** Canceled tasks are not reported: whether DashScope reports them is not documented. */
function hasEnded(task: Task, now: number): boolean {
  const status = statusAt(task, now);
  return status === "SUCCEEDED" || status === "FAILED";
}
