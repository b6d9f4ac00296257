import type { SweepGate, SweepState } from "@dashqueue/queue/internal";
import { FAILURE_POLICY, SWEEPS_STALE_MS } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { Place } from "../accounts/accounts.ts";
import type { Provider } from "../accounts/provider.ts";
import type { EndedTasks, Ending } from "./ended-tasks.ts";
import { readEndedTasks } from "./ended-tasks.ts";
import type { SweepFindings } from "./sweep-health.ts";
import { HEALTHY, judgeSweep } from "./sweep-health.ts";
import { allowedLagMs, isWorthSweeping, sweepIntervalMs } from "./pace.ts";
import type { Sweep, TellPorts, ToldTasks } from "./sweep.ts";
import { tellEnded } from "./sweep.ts";

export interface SweeperPorts extends TellPorts {
  readonly place: Place;
  readonly workerId: string;
  readonly gate: Pick<SweepGate, "lease" | "state" | "setState" | "expected" | "stopExpecting">;
  /** Whether the provider refuses this worker's API key; another one may have a key that works. */
  isKeyRefused(): boolean;
  readonly listPage: Provider["listPage"];
  /** The interval at which single polls of all tasks in flight would use the budget, ms. */
  evenMs(account: string): number;
  /** The age that hardly any task in flight reaches, milliseconds. */
  oldestMs(): number;
  readonly pollsPerMs: number;
  /** Gives every running task at this place its usual poll again. */
  resumePolls(signal: AbortSignal): Promise<void>;
  readonly metrics: SweepCounters;
  readonly logger: Logger;
}

export interface SweepCounters {
  swept(account: string, findings: SweepFindings): void;
  sweepState(account: string, state: "idle" | "sweeping" | "off"): void;
}

/** How soon a worker that does not sweep looks again whether it should. */
const IDLE_MS = 5_000;

/** The provider's maximum is undocumented. What it refuses is not asked for again. */
const PAGE_SIZES = [100, 20];

/** All workers know by then that the sweeps have stopped. */
const STOPPED_MS = 10_000;

/**
 * Sweeps the task list of an account at one host: one call reports many ends. Returns a function
 * that sweeps if that is worth it and this worker is to do it, and resolves with the time until the
 * next sweep, milliseconds.
 */
export function createSweeper(ports: SweeperPorts): (signal: AbortSignal) => Promise<number> {
  const { place, gate, metrics, pollsPerMs, now } = ports;
  const { account } = place;
  const told: ToldTasks = new Map();
  const read = createReader(ports);
  const report = createReport(ports);
  let hasStopped = false;

  /** Lets all tasks be polled at their usual pace again. */
  async function stop(state: SweepState): Promise<number> {
    await gate.setState(place, { ...state, reachMs: 0 });
    told.clear();
    hasStopped ||= state.reachMs > 0;
    return STOPPED_MS;
  }

  return async (signal) => {
    const evenMs = ports.evenMs(account);
    if (ports.isKeyRefused() || !(await gate.lease(place, ports.workerId))) {
      metrics.sweepState(account, "idle");
      return IDLE_MS;
    }
    const state = await gate.state(place);
    const isOff = state !== null && state.offUntil > now();
    const isSweeping = state !== null && state.reachMs > 0;
    const doesSweep = !isOff && isWorthSweeping(evenMs, isSweeping);
    metrics.sweepState(account, isOff ? "off" : doesSweep ? "sweeping" : "idle");
    if (hasStopped && !isSweeping) {
      await ports.resumePolls(signal);
      hasStopped = false;
    }
    if (!doesSweep) return isSweeping ? stop(state) : IDLE_MS;
    const startedAt = now();
    const ended = await read(startedAt - ports.oldestMs(), signal);
    if (signal.aborted) return IDLE_MS;
    const sweep = { ...ended, startedAt, allowedLagMs: allowedLagMs(evenMs) };
    const findings = await tellEnded(sweep, told, {
      ...ports,
      expected: () => gate.expected(place),
      stopExpecting: (taskIds) => gate.stopExpecting(place, taskIds),
    });
    metrics.swept(account, findings);
    const next = stateAfter(state, sweep, findings, now());
    report(ended, findings, next);
    if (next.offUntil > now() || now() - next.sweptAt > SWEEPS_STALE_MS) return stop(next);
    await gate.setState(place, next);
    const retryMs = ended.failure?.kind === "unavailable" ? (ended.failure.retryAfterMs ?? 0) : 0;
    return Math.max(retryMs, sweepIntervalMs(ended.pages, pollsPerMs));
  };
}

/** Reads the ended tasks, in pages that are as large as the provider allows. */
function createReader({ place, listPage }: SweeperPorts) {
  const pageSizes = [...PAGE_SIZES];
  return async (since: number, signal: AbortSignal): Promise<EndedTasks> => {
    const readPage = (status: Ending, page: number) =>
      listPage(place, { status, page, pageSize: pageSizes[0] ?? 20 }, signal);
    const ended = await readEndedTasks(readPage, since);
    if (ended.failure?.kind !== "refused" || pageSizes.length === 1) return ended;
    // The account is refused, not the page.
    if (FAILURE_POLICY[ended.failure.failure.kind].pauses === "account") return ended;
    pageSizes.shift();
    return readEndedTasks(readPage, since);
  };
}

/** A list that could not be read to its end replaces nothing. */
function stateAfter(
  state: SweepState | null,
  { startedAt, completeSince }: Pick<Sweep, "startedAt" | "completeSince">,
  findings: SweepFindings,
  now: number,
): SweepState {
  const health = judgeSweep(state ?? HEALTHY, findings, now);
  const reach =
    completeSince === Infinity
      ? { sweptAt: state?.sweptAt ?? 0, reachMs: state?.reachMs ?? 0 }
      : { sweptAt: startedAt, reachMs: startedAt - completeSince };
  return { ...reach, ...health };
}

/** Logs when the list cannot be read, and when sweeps are switched off. */
function createReport({ place: { account }, logger, now }: SweeperPorts) {
  let failing = "";
  return ({ failure }: EndedTasks, findings: SweepFindings, { offUntil }: SweepState): void => {
    const problem = failure === null ? "" : failure.failure.message;
    if (problem !== "" && problem !== failing)
      logger.warn(
        { event: "sweep-failed", account },
        `the task list of account ${account} cannot be read, so tasks are polled one by one: ${problem}`,
      );
    failing = problem;
    if (offUntil <= now()) return;
    const minutes = Math.ceil((offUntil - now()) / 60_000);
    logger.warn(
      { event: "sweep-switched-off", account, ...findings, offUntil },
      `the task list of account ${account} disagrees with its tasks, so they are polled one by one for ${minutes} minutes`,
    );
  };
}
