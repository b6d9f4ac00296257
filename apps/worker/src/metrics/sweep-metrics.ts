import type { Registry } from "prom-client";
import { Counter, Gauge } from "prom-client";

import type { SweepCounters } from "../sweeping/sweeper.ts";

/** Counts the sweeps of this process and what they found. */
export function registerSweeps(registers: Registry[]): SweepCounters {
  const sweeps = new Counter({
    name: "dashqueue_sweeps_total",
    help: "Sweeps of the task list that this worker made.",
    labelNames: ["account"],
    registers,
  });
  const tasks = new Counter({
    name: "dashqueue_swept_tasks_total",
    help: "Tasks by what a sweep and their polls showed: reported as ended, confirmed, not listed although ended, or listed as ended although running.",
    labelNames: ["account", "finding"],
    registers,
  });
  const state = new Gauge({
    name: "dashqueue_sweep_state",
    help: "1 while this worker sweeps the account's task list, -1 while sweeps are switched off because the list disagreed with polls, else 0.",
    labelNames: ["account"],
    registers,
  });
  return {
    swept(account, findings) {
      sweeps.inc({ account });
      for (const [finding, count] of Object.entries(findings))
        tasks.inc({ account, finding }, count);
    },
    sweepState: (account, now) => state.set({ account }, VALUES[now]),
  };
}

const VALUES = { idle: 0, sweeping: 1, off: -1 } as const;
