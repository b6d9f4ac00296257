import type { Logger } from "@dashqueue/service";

/** Smaller differences are not reported. */
const FAR_MS = 5_000;

/** How far the clock of this machine is off, in seconds; null if it is close to that of Redis. */
export function clockOffBySeconds(machineAheadMs: number | null): number | null {
  if (machineAheadMs === null || Math.abs(machineAheadMs) < FAR_MS) return null;
  return Math.round(machineAheadMs / 1_000);
}

/** Logs a warning if the clock of this machine is far from that of Redis. */
export function reportMachineClock(machineAheadMs: number | null, logger: Logger): void {
  const seconds = clockOffBySeconds(machineAheadMs);
  if (seconds === null) return;
  logger.warn(
    { event: "clock-differs", ahead_s: seconds },
    `the clock of this machine is ${Math.abs(seconds)} s ${seconds > 0 ? "ahead of" : "behind"} that of Redis. Nothing depends on it but the times in this log; synchronize it with NTP.`,
  );
}

/** Logs a warning when the clock of Redis, or of one of the provider's hosts, was set. */
export function reportClockJump(whose: string, jumpMs: number, logger: Logger): void {
  logger.warn(
    { event: "clock-jumped", clock: whose, jump_ms: Math.round(jumpMs) },
    "a clock was set, or another server of Redis took over: create requests whose answers are lost right now stay uncertain until their tasks are found, or a person settles them",
  );
}
