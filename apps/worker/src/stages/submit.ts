import type { CreateAnswer } from "@dashqueue/dashscope";
import type {
  Change,
  Changed,
  Failure,
  Generation,
  Queued,
  Submitting,
} from "@dashqueue/queue/internal";

import type { LaneReaction } from "../lanes/lane-reaction.ts";
import { laneReaction } from "../lanes/lane-reaction.ts";
import type { Outcome } from "../outcome.ts";

export interface SubmitPorts {
  /** Waits at the lane's door; inside, the slot is taken and the intent is durable (G2, G3). */
  enter(generation: Queued, signal: AbortSignal): Promise<Entered>;
  /** Makes sure that somebody looks when this worker dies with the create. */
  watch(generation: Submitting): Promise<void>;
  /** Sends the create, once, to the account of the attempt. */
  create(generation: Submitting): Promise<CreateAnswer>;
  record(id: string, change: Change): Promise<Changed>;
  /** The provider made a task that the record does not have. */
  unclaimed(generation: Submitting, taskId: string): void;
  now(): number;
  /** A create that has not left so long after its intent does not leave any more: others may look for it. */
  readonly sendWithinMs: number;
  /** Lets the lane and the account know what the answer means for everybody. */
  react(generation: Submitting, reaction: LaneReaction): Promise<void>;
  /** Between two create requests that test whether a refusal still holds. */
  readonly probeMs: number;
  random(): number;
}

export type Entered =
  | { readonly kind: "entered"; readonly generation: Submitting }
  /** Somebody else moved it on. */
  | { readonly kind: "overtaken"; readonly generation: Generation }
  /** It may cost more than may be spent on a day: waiting at the door, it would keep all others out. */
  | { readonly kind: "unaffordable" }
  | { readonly kind: "aborted" };

/**
 * queued → submitting → running, or back to queued, or failed, or uncertain.
 *
 * Intent, watchdog, create, task id: each is durable before the next (G2). The create is not abortable: once it may have
 * left, only its answer is worth anything.
 */
export async function submit(
  queued: Queued,
  ports: SubmitPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const entered = await ports.enter(queued, signal);
  switch (entered.kind) {
    case "aborted":
      return { kind: "hand-back" };
    case "overtaken":
      return { kind: "advance", generation: entered.generation };
    case "unaffordable":
      return {
        kind: "wait",
        delayMs: UNAFFORDABLE_MS,
        reason: "DAILY_SPEND_LIMIT is less than it may cost",
      };
    case "entered":
      return send(entered.generation, ports);
  }
}

async function send(submitting: Submitting, ports: SubmitPorts): Promise<Outcome> {
  await ports.watch(submitting);
  const late = ports.now() - submitting.attempt.begunAt > ports.sendWithinMs;
  const answer: CreateAnswer = late ? TOO_LATE : await ports.create(submitting);
  const changed = await ports.record(submitting.id, {
    kind: "create-answered",
    attempt: submitting.attempts,
    begun: submitting.attempt,
    answer,
  });
  if (answer.kind === "accepted" && !isKept(changed, answer.taskId))
    ports.unclaimed(submitting, answer.taskId);
  if (changed.kind === "missing") return { kind: "fail", failure: FORGOTTEN };
  await ports.react(submitting, laneReaction(answer, ports.random, ports.probeMs));
  return { kind: "advance", generation: changed.generation };
}

function isKept(changed: Changed, taskId: string): boolean {
  if (changed.kind === "missing") return false;
  const { generation } = changed;
  return (
    generation.failedTasks.includes(taskId) ||
    ("task" in generation && generation.task?.id === taskId)
  );
}

/** Until somebody raises the limit. */
const UNAFFORDABLE_MS = 5 * 60_000;

const TOO_LATE: CreateAnswer = {
  kind: "not-sent",
  failure: {
    kind: "network",
    code: "",
    message: "the worker was held up, and did not send the create any more",
    requestId: null,
    charged: false,
  },
};

const FORGOTTEN: Failure = {
  kind: "unresolved",
  code: "",
  message: "the record was deleted while its create was on the way",
  requestId: null,
  charged: null,
};
