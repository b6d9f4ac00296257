import type { CreateAnswer } from "@dashqueue/dashscope";
import type { Generation, Stage } from "@dashqueue/queue/internal";
import type { SpanAttributes, Tracing } from "@dashqueue/service";
import { NO_TRACING } from "@dashqueue/service";
import { describe, expect, it } from "vitest";

import { FAILURE, GENERATIONS, START } from "../../test/fixtures/generations.ts";
import type { Provider } from "../accounts/provider.ts";
import type { StageRun } from "../loop/run-stage.ts";
import type { Stages } from "../loop/stage-workers.ts";
import type { Outcome } from "../outcome.ts";
import { tracedCalls, tracedProvider } from "./traced-provider.ts";
import { addPhase, tracedStages } from "./traced-stages.ts";

const { queued, running, archiving, submitting, succeeded, uncertain } = GENERATIONS;
const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

interface Recorded {
  readonly name: string;
  readonly parent: string | undefined;
  readonly attributes: SpanAttributes;
  readonly failure?: string;
}

/** Keeps each span as it was when it ended. */
function recorder() {
  const spans: Recorded[] = [];
  const span: Tracing["span"] = async (name, { parent, attributes = {} }, work) => {
    let recorded: Recorded = { name, parent, attributes };
    const result = await work({
      traceparent: parent,
      set(more) {
        recorded = { ...recorded, attributes: { ...recorded.attributes, ...more } };
      },
      fail(failure) {
        recorded = { ...recorded, failure };
      },
    });
    spans.push(recorded);
    return result;
  };
  const tracing: Tracing = {
    isOn: true,
    span,
    child: span,
    add(name, { parent, attributes, from, to }) {
      spans.push({ name, parent, attributes: { ...attributes, seconds: (to - from) / 1_000 } });
    },
    close: async () => {},
  };
  return { tracing, spans };
}

function stagesWith(outcome: Outcome): Stages {
  const stageOf = (stage: Stage): StageRun<Generation> => ({
    stage,
    accepts: (_generation): _generation is Generation => true,
    run: async () => outcome,
  });
  return {
    submit: stageOf("submit"),
    poll: stageOf("poll"),
    archive: stageOf("archive"),
    notify: stageOf("notify"),
  };
}

const context = {
  data: { generationId: "gen_01", model: "wan2.1-vace-plus" },
  tries: 0,
  signal: new AbortController().signal,
};

describe("tracedStages", () => {
  it("contains what a run was about and how it ended, and no content (G7)", async () => {
    const { tracing, spans } = recorder();
    const stages = tracedStages(stagesWith({ kind: "advance", generation: archiving }), tracing);
    await stages.poll.run({ ...running, traceparent }, context);
    const attributes = {
      "dashqueue.generation_id": "gen_01",
      "dashqueue.tenant": "default",
      "dashqueue.model": "wan2.1-vace-plus",
      "dashqueue.lane": "default:wan2.1-vace-plus",
      "dashqueue.status": "archiving",
      "dashqueue.outcome": "advance",
    };
    expect(spans).toEqual([{ name: "poll", parent: traceparent, attributes }]);
  });

  it("marks a run that failed", async () => {
    const { tracing, spans } = recorder();
    const stages = tracedStages(stagesWith({ kind: "fail", failure: FAILURE }), tracing);
    await stages.notify.run(succeeded, context);
    expect(spans).toMatchObject([{ name: "webhook", failure: "network" }]);
  });

  it("bounds the spans of a generation", async () => {
    const { tracing, spans } = recorder();
    const stages = tracedStages(stagesWith({ kind: "idle" }), tracing);
    const old = { ...running, task: { ...running.task, polls: 20 } };
    for (const generation of [submitting, uncertain, old])
      await stages.poll.run(generation, context);
    expect(spans).toEqual([]);
  });

  it("leaves everything as it is without tracing", () => {
    const stages = stagesWith({ kind: "idle" });
    expect(tracedStages(stages, NO_TRACING)).toBe(stages);
  });
});

it("adds the wait, and the run of the task, with the times of the record", () => {
  const { tracing, spans } = recorder();
  const attempt = { ...running.attempt, begunAt: START + 5_000 };
  const ended = { ...archiving, updatedAt: START + 60_000 };
  addPhase(tracing, queued, { kind: "advance", generation: { ...running, attempt } });
  addPhase(tracing, running, { kind: "advance", generation: ended });
  addPhase(tracing, archiving, { kind: "advance", generation: succeeded });
  addPhase(tracing, running, { kind: "hand-back" });
  expect(spans).toMatchObject([
    { name: "waiting", attributes: { seconds: 5 } },
    { name: "running", attributes: { seconds: 60 } },
  ]);
});

describe("tracedProvider", () => {
  const answering = (answer: CreateAnswer) => ({ create: async () => answer }) as Partial<Provider>;

  it("contains how a create request was answered", async () => {
    const { tracing, spans } = recorder();
    const request = { model: "wan2.1-vace-plus", input: {} };
    for (const answer of [
      { kind: "accepted", taskId: "task-1", requestId: null },
      { kind: "unknown", failure: FAILURE },
    ] satisfies CreateAnswer[])
      await tracedProvider(answering(answer) as Provider, tracing).create(submitting, request);
    expect(spans).toMatchObject([
      { name: "submit", attributes: { "dashqueue.task_id": "task-1" } },
      { name: "submit", attributes: { "dashqueue.answer": "unknown" }, failure: "network" },
    ]);
  });

  it("adds a span for each request that is sent", async () => {
    const { tracing, spans } = recorder();
    const observe = tracedCalls((_call, send) => send(), "paris", tracing);
    await observe("get", async () => ({ kind: "task" }));
    const attributes = { "dashqueue.account": "paris", "dashqueue.answer": "task" };
    expect(spans).toMatchObject([{ name: "dashscope get", attributes }]);
  });
});
