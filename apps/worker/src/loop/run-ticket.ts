import type { Generation, JobData, Queued, Ticket } from "@dashqueue/queue/internal";
import { isWaiting } from "@dashqueue/queue/internal";
import type { Job, Processor } from "bullmq";

import type { Served, Wait } from "../outcome.ts";
import {
  beforeAnswer,
  delay,
  ensureNext,
  handBack,
  logWait,
  ObservedUnrecoverableError,
  sentence,
} from "./job-control.ts";
import type { RunStagePorts } from "./run-stage.ts";

/** The repair pass counts jobs: one whose own generation was canceled must not hide another. */
const MAX_LATER_MS = 60_000;

/** Serves the generation that is entitled next. */
export type ServeNext = (
  ticket: Ticket,
  context: {
    readonly signal: AbortSignal;
    /** Called for each generation that cannot go now. */
    onParked(generation: Queued, wait: Wait): Promise<void>;
  },
) => Promise<Served>;

/**
 * Turns the submission of waiting generations into a BullMQ processor of a model's submit queue.
 *
 * Each waiting generation has a job there, under its id, which lives until the generation has left
 * the line (G5). The job is a ticket: it serves one generation, which need not be its own, and goes
 * back to its queue while its own one waits. So a paused queue submits nothing, and every ticket
 * serves all waiting generations.
 */
export function ticketProcessorOf(serve: ServeNext, ports: RunStagePorts): Processor<JobData> {
  return async (job, token) => {
    const { generationId, model } = job.data;
    const read = await ports.store.get(generationId);
    const own = read !== null && isWaiting(read) ? read : null;
    if (read !== null && own === null) await ensureNext(read, job, ports);
    const served = await serve(
      { id: generationId, model, own },
      {
        signal: ports.closing,
        async onParked(generation, wait) {
          ports.observe("submit", generation, { kind: "wait", ...wait });
          await logWait(job, wait, ports, generation.id);
        },
      },
    );
    switch (served.kind) {
      case "hand-back":
        return handBack(job, token);
      case "later":
        return delay(job, ports.now() + Math.min(served.waitMs, MAX_LATER_MS), token);
      case "nobody":
        return read?.status;
      case "served": {
        const after = await report(served, job, ports);
        const stillWaits = after.id === generationId ? isWaiting(after) : own !== null;
        return stillWaits ? handBack(job, token) : after.status;
      }
    }
  };
}

/** Reports what became of a generation, and adds its next job. Returns the generation. */
async function report(
  { generation, outcome }: Extract<Served, { readonly kind: "served" }>,
  job: Job<JobData>,
  ports: RunStagePorts,
): Promise<Generation> {
  ports.observe("submit", generation, outcome);
  switch (outcome.kind) {
    case "advance":
      // The dashboard shows where the generation of a job is, and so not this.
      if (generation.id !== job.data.generationId)
        await job.updateProgress({
          generation_id: generation.id,
          status: outcome.generation.status,
        });
      await ensureNext(outcome.generation, job, ports, beforeAnswer);
      return outcome.generation;
    case "wait":
      await logWait(job, outcome, ports, generation.id);
      return generation;
    case "fail":
      if (generation.id === job.data.generationId)
        throw new ObservedUnrecoverableError(sentence(outcome.failure));
      await job.log(`${generation.id}: ${sentence(outcome.failure)}`);
      return generation;
    case "done":
    case "idle":
    case "retry":
    case "hand-back":
      throw new Error(`a submission does not end as ${outcome.kind}`);
  }
}
