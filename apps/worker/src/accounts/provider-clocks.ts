import type { DateReading } from "@dashqueue/dashscope";
import type { ClockOffset } from "@dashqueue/queue/internal";
import { aheadMsOf, betterOffset, gapMs, offsetOf } from "@dashqueue/queue/internal";

/** How far the clock of each of the provider's hosts is ahead of the shared one. */
export interface ProviderClocks {
  observe(baseUrl: string, reading: DateReading): void;
  /** Milliseconds; null until a host has answered with a date. */
  aheadMs(baseUrl: string): number | null;
}

/** A `Date` has whole seconds, and a server may keep it for a second. */
const DATE_RESOLUTION_MS = 2_000;

/** How exactly the provider's times are known in ours, once the clocks were compared. */
export const CLOCK_ERROR_MS = 5_000;

/** Between two readings, no clock drifts by this much. */
export const CLOCK_JUMP_MS = 60_000;

/** @param jumped called when a host's clock, or the shared one, was set. */
export function createProviderClocks(
  jumped: (baseUrl: string, jumpMs: number) => void,
): ProviderClocks {
  const offsets = new Map<string, ClockOffset>();
  return {
    observe(baseUrl, { askedAt, answeredAt, date }) {
      const latest = date + DATE_RESOLUTION_MS;
      const read = offsetOf({ askedAt, answeredAt, earliest: date, latest });
      const known = offsets.get(baseUrl) ?? null;
      if (known !== null && gapMs(known, read) > CLOCK_JUMP_MS)
        jumped(baseUrl, aheadMsOf(read) - aheadMsOf(known));
      offsets.set(baseUrl, betterOffset(known, read));
    },
    aheadMs(baseUrl) {
      const offset = offsets.get(baseUrl);
      return offset === undefined ? null : Math.round(aheadMsOf(offset));
    },
  };
}
