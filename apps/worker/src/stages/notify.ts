import type {
  Deliveries,
  Delivery,
  Generation,
  JobData,
  MessageName,
  WebhookEndpoints,
  WebhookEvent,
} from "@dashqueue/queue/internal";
import { NO_DELIVERY } from "@dashqueue/queue/internal";

import { deliveryAfter, paused } from "../notifying/delivery-after.ts";
import type { ReportEndpoint } from "../notifying/endpoint-report.ts";
import type { Deliver, Delivered } from "../notifying/webhook.ts";
import { messageOf } from "../notifying/webhook-message.ts";
import type { Outcome } from "../outcome.ts";

export interface NotifyPorts {
  readonly deliver: Deliver;
  readonly deliveries: Pick<Deliveries, "record" | "messageAt">;
  readonly endpoints: Pick<WebhookEndpoints, "enter" | "learn">;
  readonly reportEndpoint: ReportEndpoint;
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
 * Sends a message to the caller's webhook, and stores what became of that beside the record, which
 * does not change (G4). A message that was delivered is sent again only if a person asks for it.
 */
export async function notify(
  generation: Generation,
  job: NotifyJob,
  ports: NotifyPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const message = await messageOfJob(generation, job, ports);
  const isRepeat = job.repeats !== undefined;
  if (message === null) return { kind: "done" };
  if (message.delivery.state === "delivered" && !isRepeat) return { kind: "done" };
  const to = { tenant: generation.tenant, url: message.url };
  const entry = isRepeat
    ? ({ kind: "open" } as const)
    : await ports.endpoints.enter(to, ports.now());
  switch (entry.kind) {
    case "gone":
      return giveUp(message, ports);
    case "paused":
      return wait(message, paused(message.delivery, entry.until), ports);
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
  { name, about, url, delivery }: Message,
  kind: { readonly isRepeat: boolean; readonly isProbe: boolean },
  ports: NotifyPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const at = ports.now();
  const delivered = await ports.deliver(url, messageOf(about), signal);
  if (delivered.kind === "failed" && signal.aborted) return { kind: "hand-back" };
  const now = ports.now();
  const pausedUntil = await learn({ tenant: about.tenant, url }, delivered, kind.isProbe, ports);
  const next = deliveryAfter(delivery, delivered, { ...kind, pausedUntil }, now);
  await ports.deliveries.record(name, next, {
    at,
    event: about.status as WebhookEvent,
    status: delivered.status,
    error: delivered.kind === "accepted" ? null : delivered.failure.message,
    latencyMs: now - at,
    nextAt: next.nextAt,
  });
  return outcomeOf(delivered, next, kind.isRepeat, ports);
}

/** Takes note of an answer. Resolves with the end of the pause if the endpoint is paused now. */
async function learn(
  to: Parameters<WebhookEndpoints["learn"]>[0],
  delivered: Delivered,
  isProbe: boolean,
  { endpoints, reportEndpoint, now }: NotifyPorts,
): Promise<number | null> {
  // Nothing was sent: that says nothing about the endpoint.
  if (delivered.kind === "failed" && delivered.failure.kind === "configuration") return null;
  const change = await endpoints.learn(to, answerOf(delivered, isProbe), now());
  reportEndpoint(to, change);
  return change.after?.pausedUntil ?? null;
}

function answerOf(
  delivered: Delivered,
  isProbe: boolean,
): Parameters<WebhookEndpoints["learn"]>[1] {
  switch (delivered.kind) {
    case "accepted":
      return { kind: "answered" };
    case "refused":
      return { kind: "gone" };
    case "failed": {
      const { failure, retryAfterMs } = delivered;
      return { kind: "failed", error: failure.message, isProbe, retryAfterMs };
    }
  }
}

const GONE = {
  kind: "network",
  code: "",
  message:
    "the receiver answered 410 within the last day, so nothing is sent to this URL; to send it all the same, redeliver an attempt",
  requestId: null,
  charged: null,
} as const;

async function giveUp({ name, delivery }: Message, { deliveries }: NotifyPorts): Promise<Outcome> {
  const lastError = GONE.message;
  await deliveries.record(name, { ...delivery, state: "failed", lastError, nextAt: null });
  return { kind: "fail", failure: GONE };
}

/** Those that wait for an endpoint return one after another, and the first one is the probe. */
const SPREAD_MS = 5_000;

async function wait(
  { name, delivery }: Message,
  next: Delivery,
  ports: NotifyPorts,
): Promise<Outcome> {
  if (delivery.nextAt !== next.nextAt) await ports.deliveries.record(name, next);
  return waitFor(next, "the endpoint is paused", ports);
}

function waitFor({ nextAt }: Delivery, reason: string, { now, random }: NotifyPorts): Outcome {
  const delayMs = Math.max(0, (nextAt ?? 0) - now()) + Math.floor(random() * SPREAD_MS);
  return { kind: "wait", delayMs, reason };
}

function outcomeOf(
  delivered: Delivered,
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
