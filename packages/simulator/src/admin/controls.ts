import type { Callback, EventEmitter } from "../events/event-emitter.ts";
import type { Fault } from "../faults/fault.ts";
import type { FaultRates, Rates } from "../faults/fault-rates.ts";
import type { FaultScript } from "../faults/fault-script.ts";
import type { MarkedFaults } from "../faults/marked-faults.ts";
import type { LoggedRequest, RequestLog } from "../http/request-log.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { ledgerOf } from "../ledger/ledger.ts";
import type { Stats } from "../ledger/stats.ts";
import { statsOf } from "../ledger/stats.ts";
import type { Standing, Standings } from "../limits/standings.ts";
import type { Throttle } from "../limits/throttle.ts";
import type { UploadedFile, Uploads } from "../storage/uploads.ts";
import type { TaskStore } from "../tasks/task-store.ts";
import type { TaskView } from "../tasks/task-view.ts";
import { taskView } from "../tasks/task-view.ts";
import type { Clock } from "../time/clock.ts";

/** What tests can read and change, in the same process or over `/__admin`. */
export interface Controls {
  /** All tasks, even after their records are deleted. */
  readonly tasks: () => readonly TaskView[];
  /** The costs of all tasks. */
  readonly ledger: () => Ledger;
  /** The last 100,000 requests, oldest first. */
  readonly requests: () => readonly LoggedRequest[];
  /** Counts of tasks, refusals and requests. */
  readonly stats: () => Stats;
  /** All files in the temporary storage, without their content. */
  readonly uploads: () => readonly UploadedFile[];
  /** Adds a fault for future requests, after the faults already added. */
  readonly script: (fault: Fault) => void;
  /** Replaces the random faults. */
  readonly rates: (rates: Rates) => void;
  /** Changes the standing of an account. */
  readonly account: (account: string, standing: Standing) => void;
  /** Sends future events to this callback; null sends none. */
  readonly sendEvents: (callback: Callback | null) => void;
  /** Moves the clock forward, in milliseconds. */
  readonly advance: (durationMs: number) => void;
  /**
   * Deletes tasks, ledger, uploads, requests, counts and faults, and restores the initial
   * standings. The clock and the callback stay.
   */
  readonly reset: () => void;
}

export interface ControlPorts {
  readonly clock: Pick<Clock, "now" | "advance">;
  readonly standings: Standings;
  readonly store: TaskStore;
  readonly throttle: Throttle;
  readonly uploads: Uploads;
  readonly rates: FaultRates;
  readonly script: FaultScript;
  readonly marked: MarkedFaults;
  readonly log: RequestLog;
  readonly emitter: EventEmitter;
}

export function createControls(ports: ControlPorts): Controls {
  const { clock, standings, store, throttle, uploads, rates, script, marked, log } = ports;
  const { now } = clock;
  return {
    tasks: () => store.all().map((task) => taskView(task, now())),
    ledger: () => ledgerOf(store.all(), now()),
    requests: () => log.all(),
    uploads: () => uploads.all(),
    stats: () => statsOf(store.all(), log.all(), throttle.refusals(), now()),
    script: (fault) => script.add(fault),
    rates: rates.set,
    account: standings.set,
    sendEvents: ports.emitter.sendTo,
    advance: (durationMs) => {
      clock.advance(durationMs);
      store.save();
    },
    reset: () => {
      for (const part of [standings, store, throttle, uploads, script, marked, rates, log])
        part.clear();
    },
  };
}
