import type { Redis } from "ioredis";

import type { Machine } from "./machine.ts";
import type { ClockOffset } from "./offset.ts";
import { aheadMsOf, betterOffset, gapMs, offsetOf } from "./offset.ts";

/**
 * The one clock of all processes: that of Redis. Whatever is compared with the time of another
 * process is taken from it, because the clocks of machines differ (G1).
 */
export interface SharedClock {
  /** Epoch milliseconds. Before the first reading, the time of this machine. */
  now(): number;
  /** Asks Redis for the time. Rejects if Redis does not answer. */
  read(): Promise<number>;
  /** How far the clock of this machine is ahead, milliseconds; null before the first reading. */
  machineAheadMs(): number | null;
  /** Stops reading. */
  close(): void;
}

export interface SharedClockOptions {
  readonly redis: Pick<Redis, "time">;
  readonly machine: Machine;
  /**
   * Called when Redis' clock was set, for example because another server took over. Everything
   * that was measured before may be off by this much.
   */
  onJump?(jumpMs: number): void;
}

/** A difference that no delay of an answer explains. */
const JUMP_MS = 1_000;
const REFRESH_MS = 10_000;

/** Opens the clock, which reads Redis' time every ten seconds. */
export function openSharedClock({ redis, machine, onJump }: SharedClockOptions): SharedClock {
  let offset: ClockOffset | null = null;
  const now = () => (offset === null ? machine.wall() : machine.monotonic() + aheadMsOf(offset));

  async function read(): Promise<number> {
    const askedAt = machine.monotonic();
    const [seconds, microseconds] = await redis.time();
    const shown = Number(seconds) * 1_000 + Number(microseconds) / 1_000;
    const answeredAt = machine.monotonic();
    const next = offsetOf({ askedAt, answeredAt, earliest: shown, latest: shown });
    if (offset !== null && gapMs(offset, next) > JUMP_MS)
      onJump?.(aheadMsOf(next) - aheadMsOf(offset));
    offset = betterOffset(offset, next);
    return Math.max(now(), shown);
  }

  const timer = setInterval(() => void read().catch(() => {}), REFRESH_MS).unref();
  return {
    now: () => Math.floor(now()),
    read: async () => Math.floor(await read()),
    machineAheadMs: () => (offset === null ? null : machine.wall() - now()),
    close: () => clearInterval(timer),
  };
}
