import { findModel } from "@dashqueue/dashscope";
import type { Archiving, Change, Failure, Generation, Queued } from "@dashqueue/queue/internal";
import {
  isDelayKnown,
  isNewAlarm,
  noticeThatBegins,
  noticeThatEnds,
} from "@dashqueue/queue/internal";

const HOUR_MS = 60 * 60 * 1000;

/**
 * Hours before result links expire: enough time to free disk space, and the last moment to do so.
 */
const ALARM_HOURS = [6, 2] as const;
/** The same for models whose links live for a few hours only. */
const SHORT_ALARM_HOURS = [0.5, 0.25] as const;

/**
 * What to record on a generation about the state of its account or its links, or null if nothing
 * has changed.
 *
 * @param blockedBy why no account may send a create request for it, or null.
 */
export function noticeFor(
  generation: Generation,
  blockedBy: Failure | null,
  now: number,
): Change | null {
  switch (generation.status) {
    case "archiving":
      return alarmFor(generation, now);
    case "queued":
      return blockedBy === null ? releaseOf(generation) : blockOf(generation, blockedBy);
    case "submitting":
    case "uncertain":
    case "running":
    case "succeeded":
    case "failed":
    case "canceled":
      return null;
  }
}

function alarmFor(archiving: Archiving, now: number): Change | null {
  const hoursLeft = (archiving.result.expiresAt - now) / HOUR_MS;
  const lifeMs = findModel(archiving.request.model)?.linkLifeMs ?? Infinity;
  const thresholds = lifeMs <= ALARM_HOURS[0] * HOUR_MS ? SHORT_ALARM_HOURS : ALARM_HOURS;
  const threshold = thresholds.findLast((hours) => hoursLeft <= hours);
  return threshold !== undefined && isNewAlarm(archiving, threshold)
    ? { kind: "expiry-near", hoursLeft: threshold }
    : null;
}

function blockOf(queued: Queued, failure: Failure): Change | null {
  return isDelayKnown(queued, failure) ? null : { kind: noticeThatBegins(failure), failure };
}

function releaseOf(queued: Queued): Change | null {
  const kind = noticeThatEnds(queued);
  return kind === null ? null : { kind };
}
