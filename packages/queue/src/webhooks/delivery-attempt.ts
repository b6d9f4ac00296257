import { z } from "zod";

import type { WebhookEvent } from "../generation/webhook/event-names.ts";
import { webhookEventSchema } from "../generation/webhook/event-names.ts";

/** One attempt to deliver a webhook message. Times are epoch milliseconds. */
export interface DeliveryAttempt {
  /** Its number among all attempts of the generation, from 1. */
  readonly n: number;
  readonly at: number;
  /** The revision that the message is about; null for the end of the generation. */
  readonly revision: number | null;
  readonly event: WebhookEvent;
  /** The HTTP status of the answer; null without one. */
  readonly status: number | null;
  /** Null if it was accepted. Never what the receiver wrote (G7). */
  readonly error: string | null;
  readonly latencyMs: number;
  /** Of the latest attempt of a message: when the next one is due. Null if none follows. */
  readonly nextAt: number | null;
}

const stored = z.tuple([
  z.int(),
  z.number(),
  z.int().nullable(),
  webhookEventSchema,
  z.int().nullable(),
  z.string().nullable(),
  z.number(),
  z.number().nullable(),
]);

/** All but the number, which Redis gives, as it stands after the number in a JSON array. */
export function attemptTail(attempt: Omit<DeliveryAttempt, "n">): string {
  const { at, revision, event, status, error, latencyMs, nextAt } = attempt;
  return JSON.stringify([at, revision, event, status, error, latencyMs, nextAt]).slice(1);
}

/** @throws if it is not one that `attemptTail` made. */
export function readAttempt(json: string): DeliveryAttempt {
  const [n, at, revision, event, status, error, latencyMs, nextAt] = stored.parse(JSON.parse(json));
  return { n, at, revision, event, status, error, latencyMs, nextAt };
}

/**
 * The attempts with the time of the next one as it is now: an endpoint that was paused since may
 * have put it off, and an attempt that has followed leaves nothing due.
 *
 * @param nextAtOf when the message about this revision is sent next
 */
export function withNextAt(
  attempts: readonly DeliveryAttempt[],
  nextAtOf: (revision: number | null) => number | null,
): readonly DeliveryAttempt[] {
  const latest = new Map(attempts.map(({ revision, n }) => [revision, n]));
  return attempts.map((attempt) => {
    const { n, revision } = attempt;
    return { ...attempt, nextAt: latest.get(revision) === n ? nextAtOf(revision) : null };
  });
}
