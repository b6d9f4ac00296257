/** How far another clock is ahead of ours: between these bounds, milliseconds. */
export interface ClockOffset {
  readonly minMs: number;
  readonly maxMs: number;
}

/** One look at another clock. All times are epoch milliseconds. */
export interface ClockReading {
  /** Our clock before we asked, and when the answer had arrived. */
  readonly askedAt: number;
  readonly answeredAt: number;
  /** The earliest and the latest time that the answer can mean. */
  readonly earliest: number;
  readonly latest: number;
}

/** The other clock was read at some moment between the question and the answer. */
export function offsetOf({ askedAt, answeredAt, earliest, latest }: ClockReading): ClockOffset {
  return { minMs: earliest - answeredAt, maxMs: latest - askedAt };
}

/** The middle of the bounds. */
export function aheadMsOf({ minMs, maxMs }: ClockOffset): number {
  return (minMs + maxMs) / 2;
}

/** By how much two offsets differ at least; 0 if they may be the same. */
export function gapMs(one: ClockOffset, other: ClockOffset): number {
  return Math.max(0, one.minMs - other.maxMs, other.minMs - one.maxMs);
}

/** Readings that took longer than this say less than an earlier one that was quick. */
const QUICK_MS = 1_000;

/**
 * Returns the offset to use after another reading: the newer one, unless it is vague and agrees
 * with what is known.
 */
export function betterOffset(known: ClockOffset | null, read: ClockOffset): ClockOffset {
  if (known === null || gapMs(known, read) > 0) return read;
  const width = ({ minMs, maxMs }: ClockOffset) => maxMs - minMs;
  return width(read) <= Math.max(QUICK_MS, width(known)) ? read : known;
}
