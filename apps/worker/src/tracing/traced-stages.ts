import type { Generation } from "@dashqueue/queue/internal";
import { laneName, slotLane, traceparentOf } from "@dashqueue/queue/internal";
import type { SpanAttributes, Tracing } from "@dashqueue/service";

import type { StageRun } from "../loop/run-stage.ts";
import type { Stages } from "../loop/stage-workers.ts";
import { endedPhase } from "../metrics/progress-metrics.ts";
import type { Outcome } from "../outcome.ts";

/** A task may be polled for hours. Its end is seen in the span of its run, too. */
const MOST_POLLS = 20;

/**
 * The same stages, with a span for each run that does something for a generation. The span of a
 * create request is that of `tracedProvider`, because a ticket serves any generation.
 */
export function tracedStages(stages: Stages, tracing: Tracing): Stages {
  if (!tracing.isOn) return stages;
  return {
    ...stages,
    poll: traced("poll", stages.poll, tracing),
    archive: traced("archive", stages.archive, tracing),
    notify: traced("webhook", stages.notify, tracing),
  };
}

function traced(name: string, stage: StageRun<Generation>, tracing: Tracing): StageRun<Generation> {
  return {
    ...stage,
    run(generation, context) {
      if (!hasSpan(generation)) return stage.run(generation, context);
      const terms = { parent: traceparentOf(generation), attributes: attributesOf(generation) };
      return tracing.span(name, terms, async (span) => {
        const outcome = await stage.run(generation, context);
        span.set(attributesOfOutcome(outcome));
        if (outcome.kind === "retry" || outcome.kind === "fail") span.fail(outcome.failure.kind);
        return outcome;
      });
    },
  };
}

/** There are many searches for a lost create request; the events of the generation record them. */
function hasSpan(generation: Generation): boolean {
  switch (generation.status) {
    case "submitting":
    case "uncertain":
      return false;
    case "running":
      return generation.task.polls < MOST_POLLS;
    case "queued":
    case "archiving":
    case "succeeded":
    case "failed":
    case "canceled":
      return true;
  }
}

/** Adds the span of a phase that an outcome has ended: the wait, or the run of the task. */
export function addPhase(tracing: Tracing, before: Generation, outcome: Outcome): void {
  if (outcome.kind !== "advance") return;
  const phase = endedPhase(before, outcome.generation);
  // The whole life is the trace itself.
  if (phase === null || phase.name === "whole") return;
  const { name, from, to } = phase;
  const attributes = attributesOf(outcome.generation);
  tracing.add(name, { parent: traceparentOf(outcome.generation), attributes, from, to });
}

/** What spans contain of a generation: no content (G7). */
export function attributesOf(generation: Generation): SpanAttributes {
  const { id, tenant, request, status } = generation;
  const lane = slotLane(generation);
  return {
    "dashqueue.generation_id": id,
    "dashqueue.tenant": tenant,
    "dashqueue.model": request.model,
    "dashqueue.status": status,
    ...(lane === null ? {} : { "dashqueue.lane": laneName(lane) }),
  };
}

function attributesOfOutcome(outcome: Outcome): SpanAttributes {
  const { kind } = outcome;
  return {
    "dashqueue.outcome": kind,
    ...(outcome.kind === "advance" ? { "dashqueue.status": outcome.generation.status } : {}),
  };
}
