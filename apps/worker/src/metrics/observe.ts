import type { Generation, Stage } from "@dashqueue/queue/internal";
import { logFieldsOf, slotLane, viewOf } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { Outcome } from "../outcome.ts";
import type { Metrics } from "./metrics.ts";

/**
 * Records each decision of a stage as one log line and one count.
 *
 * @param isTraced whether spans are sent, so that each generation has a trace
 */
export function createObserver(
  logger: Logger,
  metrics: Pick<Metrics, "outcome">,
  isTraced: boolean,
) {
  return (stage: Stage, generation: Generation, outcome: Outcome): void => {
    metrics.outcome(stage, generation, outcome);
    const about = { stage, ...aboutOf(generation, outcome, isTraced) };
    switch (outcome.kind) {
      case "advance":
        return logAdvance(logger, about, generation, outcome.generation);
      case "done":
        return logger.info({ event: "generation-notified", ...about }, "caller notified");
      case "idle":
        return logger.debug({ event: "job-idle", ...about }, "nothing left to do");
      case "wait": {
        const line = {
          event: `${stage}-delayed`,
          ...about,
          delayMs: outcome.delayMs,
          reason: outcome.reason,
        };
        return stage === "archive"
          ? logger.warn(line, "archiving delayed")
          : logger.debug(line, "job delayed");
      }
      case "retry":
        return logger.warn(
          { event: `${stage}-failed`, ...about, ...outcome.failure },
          "attempt failed, will retry",
        );
      case "fail":
        return logger.error(
          { event: `${stage}-abandoned`, ...about, ...outcome.failure },
          outcome.failure.message,
        );
      case "hand-back":
        return logger.info(
          { event: "job-handed-back", ...about },
          "worker closing, job returned to its queue",
        );
    }
  };
}

/** Which generation a line is about, in which lane, in which trace. */
function aboutOf(before: Generation, outcome: Outcome, isTraced: boolean) {
  const after = outcome.kind === "advance" ? outcome.generation : before;
  // One that returns to the line has left its lane.
  return logFieldsOf(after, isTraced, slotLane(after) ?? slotLane(before));
}

/** Logs a job that failed without an outcome: a bug, or a lost connection. */
export function createFailureLog(logger: Logger) {
  return (stage: Stage, generationId: string | undefined, error: Error): void =>
    logger.error(
      { event: "job-failed", stage, generation_id: generationId, error },
      `the ${stage} job failed: ${error.message}`,
    );
}

function logAdvance(logger: Logger, about: object, before: Generation, after: Generation): void {
  const { status, task, error, cost } = viewOf(after);
  const moved = before.status !== status;
  const line = {
    event: moved ? `generation-${status}` : "generation-observed",
    ...about,
    task_id: task?.id,
    task_status: task?.status,
  };
  if (!moved) return logger.debug(line, `still ${status}`);
  if (status === "failed" || status === "uncertain")
    return logger.warn({ ...line, error }, `${before.status} → ${status}`);
  logger.info({ ...line, ...(cost === null ? {} : { cost }) }, `${before.status} → ${status}`);
}
