import type { WorkerEnv } from "../env/env.ts";
import { placeOf } from "../accounts/accounts.ts";
import type { SweeperPorts } from "../sweeping/sweeper.ts";
import { resumePolls } from "../sweeping/resume-polls.ts";
import { createSweeper } from "../sweeping/sweeper.ts";
import type { HousekeepingWorker } from "../upkeep/housekeeping.ts";
import type { Adapters } from "./adapters.ts";

/** Builds the sweeps of this worker's task lists. Where the provider calls back, there are none. */
export function createSweepers(
  adapters: Adapters,
  { env, logger }: Pick<SweeperPorts, "logger"> & { readonly env: WorkerEnv },
): HousekeepingWorker["sweeps"] {
  if (env.CALLBACK_TOKEN !== undefined || !env.WORKER_STAGES.includes("poll")) return [];
  const { accounts, provider, sweeping, paceMs, keyRefusals } = adapters;
  const resume = { ...adapters, delays: { ...adapters.delays, pollMs: paceMs } };
  return accounts.map((account) => {
    const place = placeOf(account);
    return createSweeper({
      ...adapters,
      ...sweeping,
      isKeyRefused: () => keyRefusals.pausedFor(account.name) !== null,
      place,
      listPage: provider.listPage,
      resumePolls: (signal) => resumePolls(place, resume, signal),
      logger,
    });
  });
}
