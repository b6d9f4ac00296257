import type {
  Deliveries,
  Delivery,
  Failure,
  Generation,
  JobData,
  MessageName,
  WebhookEndpoints,
  WebhookEvent,
} from "@dashqueue/queue/internal";
import { NO_DELIVERY } from "@dashqueue/queue/internal";

import {
  deliveryAfter,
  endpointAnswerOf,
  hasWaitedTooLong,
  paused,
  unsigned,
  wakeDelayMs,
} from "../notifying/delivery-after.ts";
import type { ReportEndpoint } from "../notifying/endpoint-report.ts";
import type { SigningReport } from "../notifying/signing-report.ts";
import type { Deliver, Delivered } from "../notifying/signed-delivery.ts";
import { failureOf } from "../notifying/signed-delivery.ts";
import { messageOf } from "../notifying/webhook-message.ts";
import type { Outcome } from "../outcome.ts";

export interface NotifyPorts {
  readonly deliver: Deliver;
  readonly deliveries: Pick<Deliveries, "record" | "messageAt">;
  readonly endpoints: Pick<WebhookEndpoints, "enter" | "learn">;
  readonly reportEndpoint: ReportEndpoint;
  readonly reportSigning: SigningReport["report"];
  now(): number;
  random(): number;
}

/** Which message a `notify` job sends, and whether a person asked for that. */
export type NotifyJob = Pick<JobData, "revision" | "repeats">;

/** A message, and what became of it so far. */
interface Message {
  readonly name: MessageName;
  /** The record that it is about. */
  readonly about: Generation;
  readonly url: string;
  readonly delivery: Delivery;
}

/**
 * Sends a message to the caller's webhook, and stores the result beside the record, which does not
 * change (G4). A message that was delivered is sent again only if a person asks for it.
 */
export async function notify(
  generation: Generation,
  job: NotifyJob,
  ports: NotifyPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const message = await messageOfJob(generation, job, ports);
  const isRepeat = job.repeats !== undefined;
  if (message === null) return { kind: "idle" };
  if (message.delivery.state === "delivered" && !isRepeat) return { kind: "idle" };
  const to = { tenant: generation.tenant, url: message.url };
  const entry = isRepeat
    ? ({ kind: "open" } as const)
    : await ports.endpoints.enter(to, ports.now());
  switch (entry.kind) {
    case "gone":
      return giveUp(message, GONE, ports);
    case "paused":
      return wait(message, paused(message.delivery, entry.until), "the endpoint is paused", ports);
    case "open":
    case "probe":
      return attempt(message, { isRepeat, isProbe: entry.kind === "probe" }, ports, signal);
  }
}

/** Null if there is nothing to send. */
async function messageOfJob(
  generation: Generation,
  job: NotifyJob,
  { deliveries }: NotifyPorts,
): Promise<Message | null> {
  const { id } = generation;
  const revision = job.revision ?? null;
  const about = revision === null ? generation : await deliveries.messageAt(id, revision);
  if (about === null || about.webhookUrl === null) return null;
  const { webhookUrl: url, delivery = NO_DELIVERY } = about;
  return { name: { id, revision }, about, url, delivery };
}

async function attempt(
  message: Message,
  { isRepeat, isProbe }: { readonly isRepeat: boolean; readonly isProbe: boolean },
  ports: NotifyPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const { name, about, url, delivery } = message;
  const at = ports.now();
  const delivered = await ports.deliver(url, messageOf(about), signal);
  if (delivered.kind === "failed" && signal.aborted) return { kind: "hand-back" };
  const now = ports.now();
  ports.reportSigning(about.tenant, delivered.kind === "unsigned" ? delivered.failure : null);
  if (delivered.kind === "unsigned") {
    const { failure } = delivered;
    if (isRepeat) return recordNotSent(message, null, failure, ports);
    return wait(message, unsigned(delivery, failure.message, now), failure.message, ports);
  }
  const to = { tenant: about.tenant, url };
  const answer = endpointAnswerOf(delivered, { generation: name.id, isProbe });
  const change = await ports.endpoints.learn(to, answer, now);
  ports.reportEndpoint(to, change);
  const next = deliveryAfter(delivery, delivered, change.after?.pausedUntil ?? null, now);
  // A repeat that fails leaves everything as it was.
  const kept = isRepeat && delivered.kind !== "accepted" ? null : next;
  await ports.deliveries.record(name, kept, {
    at,
    event: about.status as WebhookEvent,
    status: delivered.status,
    error: delivered.kind === "accepted" ? null : delivered.failure.message,
    latencyMs: now - at,
    nextAt: kept?.nextAt ?? null,
  });
  return outcomeOf(delivered, next, isRepeat, ports);
}

const GONE = failureOf(
  "network",
  "the receiver answered 410 within the last day, so nothing is sent to this URL; to send it anyway, redeliver this attempt",
);

/** Ends a message without another attempt. A person can still have it sent. */
function giveUp(message: Message, failure: Failure, ports: NotifyPorts): Promise<Outcome> {
  const { attempts } = message.delivery;
  const delivery = { attempts, state: "failed", lastError: failure.message, nextAt: null } as const;
  return recordNotSent(message, delivery, failure, ports);
}

/** Stores an attempt at which nothing was sent: each one that is stored can be redelivered. */
async function recordNotSent(
  { name, about }: Message,
  delivery: Delivery | null,
  failure: Failure,
  { deliveries, now }: NotifyPorts,
): Promise<Outcome> {
  await deliveries.record(name, delivery, {
    at: now(),
    event: about.status as WebhookEvent,
    status: null,
    error: failure.message,
    latencyMs: 0,
    nextAt: null,
  });
  return { kind: "fail", failure };
}

async function wait(
  message: Message,
  next: Delivery,
  reason: string,
  ports: NotifyPorts,
): Promise<Outcome> {
  if (hasWaitedTooLong(message.about.updatedAt, ports.now())) {
    const advice = "not sent within three days; remove the cause and redeliver this attempt";
    return giveUp(message, failureOf("network", `${advice}: ${reason}`), ports);
  }
  if (message.delivery.nextAt !== next.nextAt) await ports.deliveries.record(message.name, next);
  return waitFor(next, reason, ports);
}

function waitFor(delivery: Delivery, reason: string, { now, random }: NotifyPorts): Outcome {
  return { kind: "wait", delayMs: wakeDelayMs(delivery, now(), random()), reason };
}

function outcomeOf(
  delivered: Exclude<Delivered, { readonly kind: "unsigned" }>,
  next: Delivery,
  isRepeat: boolean,
  ports: NotifyPorts,
): Outcome {
  switch (delivered.kind) {
    case "accepted":
      return { kind: "done" };
    case "refused":
      return { kind: "fail", failure: delivered.failure };
    case "failed": {
      const { failure } = delivered;
      if (isRepeat || next.nextAt === null) return { kind: "fail", failure };
      if (next.isPaused) return waitFor(next, `the endpoint is paused: ${failure.message}`, ports);
      return { kind: "retry", failure, retryAfterMs: next.nextAt - ports.now() };
    }
  }
}
