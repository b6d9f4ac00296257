import type { CreateAnswer } from "@dashqueue/dashscope";
import type { Change, Changed, Failure, Queued, Submitting } from "@dashqueue/queue/internal";

import type { Admission } from "../lanes/door.ts";
import type { Outcome } from "../outcome.ts";

type Admitted = Extract<Admission, { kind: "admitted" }>;

export interface SubmitPorts {
  /** Waits for a slot. Once admitted, the slot is taken and the intent is durable (G2, G3). */
  enter(generation: Queued, signal: AbortSignal): Promise<Admission>;
  /** Adds the job that checks on the create request if this worker dies (G5). */
  watch(generation: Submitting): Promise<void>;
  /** Sends the create request, once, to the account of the attempt. */
  create(generation: Submitting, mediaUrls: Admitted["mediaUrls"]): Promise<CreateAnswer>;
  record(id: string, change: Change): Promise<Changed>;
  /** Called when the provider made a task that the record did not keep. */
  unclaimed(generation: Submitting, taskId: string): void;
  /** Applies the answer to the lane and the account, for all replicas. */
  react(generation: Submitting, answer: CreateAnswer): Promise<void>;
  now(): number;
  /** A create request that has not left this long after its intent is not sent at all. */
  readonly sendWithinMs: number;
}

/**
 * queued → submitting → running, or back to queued, or failed, or uncertain.
 *
 * Intent, watchdog job, create request, task id: each is durable before the next (G2). A create
 * request is not abortable, because once it may have left, only its answer settles it (G1).
 */
export async function submit(
  queued: Queued,
  ports: SubmitPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const admission = await ports.enter(queued, signal);
  switch (admission.kind) {
    case "closing":
      return { kind: "hand-back" };
    case "overtaken":
      return { kind: "advance", generation: admission.generation };
    case "unaffordable":
      return {
        kind: "wait",
        delayMs: UNAFFORDABLE_MS,
        reason: "the generation may cost more than DAILY_SPEND_LIMIT",
      };
    case "admitted":
      return send(admission.generation, admission.mediaUrls, ports);
  }
}

async function send(
  submitting: Submitting,
  mediaUrls: Admitted["mediaUrls"],
  ports: SubmitPorts,
): Promise<Outcome> {
  await ports.watch(submitting);
  // Others may already be looking for this create request: sending it now could buy a second task.
  const isLate = ports.now() - submitting.attempt.begunAt > ports.sendWithinMs;
  const answer: CreateAnswer = isLate ? TOO_LATE : await ports.create(submitting, mediaUrls);
  const changed = await ports.record(submitting.id, {
    kind: "create-answered",
    attempt: submitting.attempts,
    begun: submitting.attempt,
    answer,
  });
  if (answer.kind === "accepted" && !isKept(changed, answer.taskId))
    ports.unclaimed(submitting, answer.taskId);
  if (changed.kind === "missing") return { kind: "fail", failure: DELETED };
  await ports.react(submitting, answer);
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

/** How often to check whether the limit was raised. */
const UNAFFORDABLE_MS = 5 * 60_000;

const TOO_LATE: CreateAnswer = {
  kind: "not-sent",
  failure: {
    kind: "network",
    code: "",
    message: "the worker was too slow and did not send the create request",
    requestId: null,
    charged: false,
  },
};

const DELETED: Failure = {
  kind: "unresolved",
  code: "",
  message: "the record was deleted while its create request was in flight",
  requestId: null,
  charged: null,
};
