import type { Failure } from "@dashqueue/dashscope";
import type { Change, Generation } from "@dashqueue/queue/internal";
import { waitsForAccount } from "@dashqueue/queue/internal";

const HOUR_MS = 60 * 60 * 1000;

/** Alarms before the links of a result die, in hours left: time to make room on a disk, and the last moment for it. */
export const ALARM_HOURS = [6, 2] as const;

/**
 * What a generation should be told about the world around it, or null.
 *
 * @param pausedFor why no create goes out for it on any account, or null.
 */
export function noticeFor(
  generation: Generation,
  pausedFor: Failure | null,
  now: number,
): Change | null {
  if (generation.status === "archiving") {
    const hoursLeft = (generation.result.expiresAt - now) / HOUR_MS;
    const mark = ALARM_HOURS.findLast((hours) => hoursLeft <= hours);
    const isNews =
      generation.alarmedAtHours === null || (mark ?? Infinity) < generation.alarmedAtHours;
    return mark !== undefined && isNews ? { kind: "expiry-near", hoursLeft: mark } : null;
  }
  if (generation.status !== "queued") return null;
  if (pausedFor === null) return waitsForAccount(generation) ? { kind: "account-resumed" } : null;
  return generation.delayed?.kind === pausedFor.kind
    ? null
    : { kind: "account-paused", failure: pausedFor };
}
