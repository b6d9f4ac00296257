import { finishEvent } from "./event.ts";
import { pause } from "../http/exchange.ts";
import type { Effect } from "../faults/fault.ts";
import type { FaultScript } from "../faults/script.ts";
import { createUuid } from "../http/identity.ts";
import { endOf, failureOf, statusAt } from "./task-status.ts";
import type { TaskStore } from "./task-store.ts";
import type { Task } from "./task.ts";

/** How often it looks which tasks have ended: in real time, as the clock is moved by hand. */
const EVERY_MS = 20;

/** Where EventBridge sends events to, and the token that it sends along. */
export type Callback = { readonly url: string; readonly token: string };

export type EventEmitter = {
  /** From now on events go there; null: nowhere. What has ended by then is not told. */
  readonly sendTo: (callback: Callback | null) => void;
};

export type EventEmitterParts = {
  readonly store: Pick<TaskStore, "all">;
  readonly script: Pick<FaultScript, "next">;
  readonly region: string;
  readonly now: () => number;
  readonly random: () => number;
  /** Ends it. */
  readonly signal: AbortSignal;
};

/** Tells of every task that ends, succeeded or failed, once and at once where no fault says otherwise. */
export function createEventEmitter(parts: EventEmitterParts): EventEmitter {
  const { store, signal } = parts;
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  return {
    sendTo: (callback) => {
      clearInterval(timer);
      if (callback === null) return;
      const told = new Set(
        store.all().flatMap((task) => (hasEnded(task, parts.now()) ? [task.id] : [])),
      );
      const effects = new Map<string, Effect | null>();
      timer = setInterval(() => {
        for (const task of store.all().filter(({ id }) => !told.has(id))) {
          const effect = effects.has(task.id) ? (effects.get(task.id) ?? null) : drawn(parts, task);
          effects.set(task.id, effect);
          if (!hasEnded(task, parts.now()) && effect?.kind !== "send-early") continue;
          told.add(task.id);
          void tell(parts, callback, task, effect);
        }
      }, EVERY_MS);
    },
  };
}

/** What goes wrong with a task's event is known when the task is first seen: one may be sent too early. */
function drawn({ script, now }: EventEmitterParts, task: Task): Effect | null {
  const { id, prompt } = task;
  const due = script.next({ on: "event", taskId: id, prompt, status: statusAt(task, now()) });
  due?.use();
  return due?.effect ?? null;
}

async function tell(
  parts: EventEmitterParts,
  callback: Callback,
  task: Task,
  effect: Effect | null,
): Promise<void> {
  if (effect?.kind === "drop") return;
  if (effect?.kind === "delay") await pause(effect.ms, parts.signal);
  const event = finishEvent(task, {
    id: createUuid(parts.random),
    status: failureOf(task) === null ? "SUCCEEDED" : "FAILED",
    region: parts.region,
    endedAt: endOf(task, parts.now()) ?? parts.now(),
    now: parts.now(),
  });
  await send(callback, event, parts.signal);
  if (effect?.kind === "send-twice") await send(callback, event, parts.signal);
}

async function send({ url, token }: Callback, event: object, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  // Nobody there: the event is lost.
  await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-eventbridge-signature-token": token },
    body: JSON.stringify(event),
    signal,
  }).catch(() => null);
}

/** Canceled tasks are not told of: whether DashScope does is not documented. */
function hasEnded(task: Task, now: number): boolean {
  const status = statusAt(task, now);
  return status === "SUCCEEDED" || status === "FAILED";
}
