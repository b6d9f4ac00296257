import type { Failure, Pause } from "@dashqueue/queue/internal";

/**
 * The accounts whose API key the provider refuses for this process. Only this process has the key
 * (G7), and other workers may have one that works, so this is not shared.
 */
export interface KeyRefusals {
  /**
   * Returns whether it was not refused before. Only a refused create request was a probe, so a
   * refused query does not put off the next one.
   */
  refuse(account: string, failure: Failure, by: "create" | "query"): boolean;
  /**
   * Ends the refusal after the provider accepted the key. Returns whether there was one. A key that
   * was refused for a create request may still read tasks, so a query does not end that refusal.
   */
  accept(account: string, by: "create" | "query"): boolean;
  pausedFor(account: string): Pause | null;
  /** Until a create request may be tried, milliseconds: 0 unless the key is refused. */
  waitMs(account: string): number;
  /** Calls this after every refusal. */
  onRefused(listener: () => void): void;
}

interface Refusal {
  readonly pause: Pause;
  /** Whether a create request was refused, too. */
  readonly isForCreate: boolean;
  readonly probeAt: number;
}

/** @param probeMs between two create requests that test whether the key is still refused. */
export function createKeyRefusals(now: () => number, probeMs: number): KeyRefusals {
  const refusals = new Map<string, Refusal>();
  const listeners: (() => void)[] = [];
  return {
    refuse(account, { kind, code, message }, by) {
      const known = refusals.get(account);
      const pause = { kind, code, message, since: known?.pause.since ?? now() };
      const probeAt = known === undefined || by === "create" ? now() + probeMs : known.probeAt;
      const isForCreate = by === "create" || known?.isForCreate === true;
      refusals.set(account, { pause, isForCreate, probeAt });
      for (const listener of listeners) listener();
      return known === undefined;
    },
    accept(account, by) {
      const isOver = by === "create" || refusals.get(account)?.isForCreate === false;
      return isOver && refusals.delete(account);
    },
    pausedFor: (account) => refusals.get(account)?.pause ?? null,
    waitMs: (account) => Math.max(0, (refusals.get(account)?.probeAt ?? 0) - now()),
    onRefused: (listener) => void listeners.push(listener),
  };
}
