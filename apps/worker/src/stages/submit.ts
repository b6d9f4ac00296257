import type { CreateAnswer, CreateRequest } from "@dashqueue/dashscope";
import { withMediaUrls } from "@dashqueue/dashscope";
import type {
  Change,
  Changed,
  CreateWaits,
  Failure,
  Generation,
  Queued,
  Submitting,
  Ticket,
} from "@dashqueue/queue/internal";
import { budgetFailure, deadlinesOf, FAILURE_POLICY } from "@dashqueue/queue/internal";

import { UNAFFORDABLE } from "../lanes/daily-limit.ts";
import type { Admission, BudgetRefusal } from "../lanes/door.ts";
import type { NextAdmission, OnParked } from "../line/next-in-line.ts";
import { waitOf } from "../line/parking.ts";
import type { Outcome, Served } from "../outcome.ts";
import { afterChange } from "../outcome.ts";

type Admitted = Extract<Admission, { kind: "admitted" }>;

export interface SubmitPorts {
  /** Waits with a slot that was kept. Once admitted, the intent is written (G3). */
  enter(generation: Queued, signal: AbortSignal): Promise<Admission | BudgetRefusal>;
  /** Waits until the generation that is entitled next is admitted (G3, G12). */
  enterNext(ticket: Ticket, onParked: OnParked, signal: AbortSignal): Promise<NextAdmission>;
  /** Takes a waiting generation out of the line for this time; it returns as the last one. */
  putLast(waiting: Queued, delayMs: number): Promise<void>;
  /** Adds the job that checks on the create request if this worker dies (G5). */
  watch(generation: Submitting): Promise<void>;
  /** Resolves when the intent is durable. @throws if Redis does not confirm it. */
  persist(generation: Submitting): Promise<void>;
  /** Sends the create request, once, to the account of the attempt. */
  create(generation: Submitting, request: CreateRequest): Promise<CreateAnswer>;
  record(generation: Generation, change: Change): Promise<Changed>;
  /** Called when the provider made a task that the record did not keep. */
  unclaimed(generation: Submitting, taskId: string): void;
  /** Applies the answer to the lane and the account. If `isCalm`, there is nothing to resume. */
  react(generation: Submitting, answer: CreateAnswer, isCalm?: boolean): Promise<void>;
  /** Reads the shared clock again: this process may have hung since it last did. */
  readTime(): Promise<number>;
  readonly waits: CreateWaits;
  now(): number;
}

/** Submits the generation that is entitled next. */
export async function submitNext(
  ticket: Ticket,
  ports: SubmitPorts,
  onParked: OnParked,
  signal: AbortSignal,
): Promise<Served> {
  const admission = await ports.enterNext(ticket, onParked, signal);
  switch (admission.kind) {
    case "later":
    case "nobody":
      return admission;
    case "closing":
      return { kind: "hand-back" };
    case "key-refused":
      return { kind: "later", waitMs: ROTATION_MS };
    case "overtaken": {
      const { queued, generation } = admission;
      return { kind: "served", generation: queued, outcome: { kind: "advance", generation } };
    }
    case "admitted": {
      const { queued } = admission;
      const outcome = await send(queued, admission, ports);
      if (outcome.kind === "wait") await ports.putLast(queued, outcome.delayMs);
      return { kind: "served", generation: queued, outcome };
    }
  }
}

/**
 * Submits a generation again, in the slot that it kept.
 *
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
    case "unaffordable": {
      const change = {
        kind: "spend-limit-reached",
        failure: UNAFFORDABLE,
        givesUpSlot: true,
      } as const;
      return afterChange(await ports.record(queued, change));
    }
    case "undecided":
      return { kind: "wait", ...waitOf(admission) };
    case "key-refused":
      return {
        kind: "wait",
        delayMs: ROTATION_MS,
        reason: "the provider refuses the API key of this worker",
      };
    case "over-budget":
    case "beyond-budget": {
      const failure = budgetFailure(admission, ports.now());
      return afterChange(await ports.record(queued, { kind: "tenant-limit-reached", failure }));
    }
    case "admitted":
      return send(queued, admission, ports);
  }
}

async function send(
  queued: Queued,
  { generation: submitting, mediaUrls, isCalm }: Admitted,
  ports: SubmitPorts,
): Promise<Outcome> {
  const request = await prepare(submitting, mediaUrls, ports);
  const answer: CreateAnswer =
    request === "too-late"
      ? notSent("the worker was too slow and did not send the create request")
      : await ports.create(submitting, request);
  const changed = await ports.record(submitting, answerOf(submitting, answer));
  if (answer.kind === "accepted" && !isKept(changed, answer.taskId))
    ports.unclaimed(submitting, answer.taskId);
  if (changed.kind === "missing") return { kind: "fail", failure: DELETED };
  await ports.react(submitting, answer, isCalm);
  const { generation } = changed;
  // A generation that kept its slot has lost it, and joins the end of its model's queue anyway.
  const isAhead = generation.status === "queued" && queued.keptSlot === null;
  return isAhead && isLasting(answer)
    ? { kind: "wait", delayMs: ROTATION_MS, reason: "another generation is tried first" }
    : { kind: "advance", generation };
}

/** Everything that can throw before the first byte leaves. What throws here was not sent (G1). */
async function prepare(
  submitting: Submitting,
  mediaUrls: Admitted["mediaUrls"],
  ports: SubmitPorts,
): Promise<CreateRequest | "too-late"> {
  try {
    await ports.watch(submitting);
    await ports.persist(submitting);
    const request = withMediaUrls(submitting.request, mediaUrls);
    const { sendBy } = deadlinesOf(submitting.attempt, ports.waits);
    // Others may already be looking for it: sending it now could buy a second task.
    return (await ports.readTime()) > sendBy ? "too-late" : request;
  } catch (error) {
    const answer = notSent("the worker could not prepare the create request: see its log");
    await ports.record(submitting, answerOf(submitting, answer));
    throw error;
  }
}

function answerOf({ attempts, attempt }: Submitting, answer: CreateAnswer): Change {
  return { kind: "create-answered", attempt: attempts, begun: attempt, answer };
}

/** A refusal that holds until an operator removes its cause, which may be this request alone. */
function isLasting(answer: CreateAnswer): boolean {
  return "failure" in answer && !FAILURE_POLICY[answer.failure.kind].retry;
}

function isKept(changed: Changed, taskId: string): boolean {
  if (changed.kind === "missing") return false;
  const { generation } = changed;
  return (
    generation.failedTasks.includes(taskId) ||
    ("task" in generation && generation.task?.id === taskId)
  );
}

/** Long enough for another generation of the queue, or another worker, to go first. */
const ROTATION_MS = 1_000;

function notSent(message: string): CreateAnswer {
  const failure = { kind: "network", code: "", message, requestId: null, charged: false } as const;
  return { kind: "not-sent", failure };
}

const DELETED: Failure = {
  kind: "unresolved",
  code: "",
  message: "the record was deleted while its create request was in flight",
  requestId: null,
  charged: null,
};
