import type { FindModel, Polling } from "@dashqueue/dashscope";
import type { TaskKind, Running, TaskDurations } from "@dashqueue/queue/internal";
import { ALL_KINDS, bucketOf, kindOf } from "@dashqueue/queue/internal";

import { durationMs, lifetimesOf } from "./kinds.ts";
import { createLearning } from "./learning.ts";
import type { Lifetime } from "./lifetime.ts";
import { ageExceededBy, lifetimeOf } from "./lifetime.ts";
import type { InFlight } from "./schedule.ts";
import { nextPollMs, stretchFor } from "./schedule.ts";

export interface PollPlanPorts {
  readonly durations: TaskDurations;
  readonly findModel: FindModel;
  readonly accounts: readonly string[];
  models(): Promise<readonly string[]>;
  /** How many tasks of a model are in flight, on all accounts. */
  running(model: string): Promise<number>;
  /** How many tasks of an account are in flight. */
  taken(account: string): Promise<number>;
  /** How many polls per millisecond an account has for all its tasks. */
  readonly pollsPerMs: number;
  readonly bounds: { readonly minMs: number; readonly maxMs: number };
  now(): number;
}

/** When to poll each task: soon where an end is likely, and within the account's budget (G8). */
export interface PollPlan {
  /** The delay until the next poll, milliseconds. */
  pollMs(running: Running, now: number): number;
  /** Learns from a task that has ended; `endedAt` is the provider's time, if known. */
  learn(running: Running, endedAt: number | null): void;
  /** The interval at which an account's budget would poll each of its tasks evenly, ms. */
  evenMs(account: string): number;
  /** The age that hardly any task in flight reaches, milliseconds. */
  oldestMs(): number;
  /** Shares what was learned, and reads what all replicas have learned, and the tasks in flight. */
  refresh(): Promise<void>;
}

/** For models without a known duration; recommended by DashScope's documentation. */
const DEFAULT_POLLING: Polling = { firstDelayMs: 15_000 };
/** A task seems to take twice the time after which its first poll is recommended. */
const FIRST_DELAYS_PER_TASK = 2;

/** How long a slot is expected to be held for a task of this model, milliseconds. */
export function expectedMs(model: string, findModel: FindModel): number {
  return FIRST_DELAYS_PER_TASK * pollingOf(model, findModel).firstDelayMs;
}

function pollingOf(model: string, findModel: FindModel): Polling {
  return findModel(model)?.polling ?? DEFAULT_POLLING;
}

/** A wrong estimate may put off a poll to this many times the even interval, and no further. */
const MOST_UNEVEN = 4;
const HARDLY_ANY = 0.01;

export function createPollPlan(ports: PollPlanPorts): PollPlan {
  const { durations, findModel, pollsPerMs, bounds } = ports;
  const learning = createLearning(durations);
  const lifetimes = new Map<string, ReadonlyMap<TaskKind, Lifetime>>();
  const shares = new Map<string, Share>();
  let oldestMs = 0;
  const lifetimeFor = (model: string, kind: TaskKind) => {
    const known = lifetimes.get(model);
    return (
      known?.get(kind) ??
      known?.get(ALL_KINDS) ??
      lifetimeOf(new Map(), pollingOf(model, findModel))
    );
  };

  return {
    pollMs({ request, attempt: { account }, task: { submittedAt } }, now) {
      const { stretch, evenMs } = shares.get(account) ?? ALONE;
      const lifetime = lifetimeFor(request.model, kindOf(request));
      const delayMs = nextPollMs(lifetime, Math.max(0, now - submittedAt), stretch);
      const longestMs = Math.max(bounds.maxMs, MOST_UNEVEN * evenMs);
      return Math.ceil(Math.max(bounds.minMs, Math.min(delayMs, longestMs)));
    },
    learn(running, endedAt) {
      const { request } = running;
      const bucket = bucketOf(durationMs(running, endedAt, ports.now()));
      const kinds = [...new Set([ALL_KINDS, kindOf(request)])];
      learning.see({ model: request.model, kinds, bucket });
    },
    evenMs: (account) => (shares.get(account) ?? ALONE).evenMs,
    oldestMs: () => oldestMs,
    async refresh() {
      await learning.tell();
      const inFlight: InFlight[] = [];
      for (const model of await ports.models()) {
        const tasks = await ports.running(model);
        if (tasks === 0) continue;
        lifetimes.set(model, lifetimesOf(await durations.of(model), pollingOf(model, findModel)));
        inFlight.push({ lifetime: lifetimeFor(model, ALL_KINDS), tasks });
      }
      oldestMs = Math.max(
        0,
        ...inFlight.map(({ lifetime }) => ageExceededBy(HARDLY_ANY, lifetime)),
      );
      for (const account of ports.accounts)
        shares.set(account, shareOf(await ports.taken(account), inFlight, pollsPerMs));
    },
  };
}

/** What the tasks of an account have to share. */
interface Share {
  readonly stretch: number;
  /** The interval at which the budget would poll each of them evenly, milliseconds. */
  readonly evenMs: number;
}

const ALONE: Share = { stretch: 0, evenMs: 0 };

/** Which account has which tasks is not counted: each has its part of every model's. */
function shareOf(taken: number, inFlight: readonly InFlight[], pollsPerMs: number): Share {
  const total = inFlight.reduce((sum, { tasks }) => sum + tasks, 0);
  if (total === 0) return ALONE;
  const own = inFlight.map(({ lifetime, tasks }) => ({ lifetime, tasks: (tasks * taken) / total }));
  return { stretch: stretchFor(own, pollsPerMs), evenMs: taken / pollsPerMs };
}
