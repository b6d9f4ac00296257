import type { Drain, ReplicaReport, ReplicaState } from "@dashqueue/queue/internal";
import { replicaStateOf } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { StageWorkers } from "./stage-workers.ts";

export interface DrainPorts {
  /** Tells the others of this worker, and resolves with what it was asked; null for nothing. */
  announce(report: ReplicaReport): Promise<Drain | null>;
  /** What does not change. */
  readonly self: Omit<ReplicaReport, "running" | "isDraining">;
  readonly workers: Pick<StageWorkers, "hold" | "release" | "running">;
  readonly logger: Pick<Logger, "info">;
}

/** Takes no more jobs while an operator asks for that. */
export interface Draining {
  /** Announces this worker, and does what it is asked. To be called every few seconds. */
  beat(): Promise<void>;
  state(): ReplicaState;
  /** Whether it takes no jobs now. */
  isOn(): boolean;
}

export function createDraining({ announce, self, workers, logger }: DrainPorts): Draining {
  let state: ReplicaState = "running";
  const now = () => ({ running: workers.running(), isDraining: state !== "running" });
  const tell = () => announce({ ...self, ...now() });
  return {
    state: () => state,
    isOn: () => state !== "running",
    async beat() {
      const drain = await tell();
      const after = replicaStateOf({ ...now(), drain });
      if (after === state) return;
      if (state === "running") workers.hold();
      if (after === "running") workers.release();
      state = after;
      logger.info({ event: EVENTS[after], by: drain?.by ?? null }, SENTENCES[after]);
      // At once, because an operator waits for it.
      await tell();
    },
  };
}

const EVENTS = {
  running: "worker-resumed",
  draining: "worker-draining",
  drained: "worker-drained",
} as const;

const SENTENCES = {
  running: "this worker takes jobs again",
  draining: "an operator has asked this worker to drain: it takes no more jobs",
  drained: "this worker is drained: it has no job, and can be stopped",
} as const;
