import type { GenerationView } from "@dashqueue/queue/internal";
import { expect, test } from "vitest";

import { failureText, progressText, reportText, secondsText, stateText } from "./text.ts";

const task = {
  id: "t-1",
  status: "RUNNING",
  request_id: "r-1",
  submitted_at: "2026-11-22T10:00:00.000Z",
  polls: 9,
};
const error = {
  kind: "content_rejected",
  code: "DataInspectionFailed",
  message: "refused",
  request_id: "r-1",
  charged: false,
  help: "/docs/operations/errors#content_rejected",
} as const;
const cost = { amount: "3.50", currency: "CNY", state: "settled" } as const;

function generation(changes: Partial<GenerationView>): GenerationView {
  return {
    id: "gen_1",
    status: "queued",
    model: "wan2.1-vace-plus",
    request: { model: "wan2.1-vace-plus", input: {} },
    ignored: [],
    priority: 0,
    metadata: {},
    created_at: "2026-11-22T10:00:00.000Z",
    updated_at: "2026-11-22T10:00:00.000Z",
    finished_at: null,
    task: null,
    tenant: "default",
    batch: null,
    regenerates: null,
    attempts: 1,
    cancel: null,
    output: null,
    usage: null,
    cost: null,
    error: null,
    submit_by: null,
    queue: null,
    waiting: null,
    webhook: null,
    ...changes,
  };
}

test.each([
  ["queued", "queued: waiting for a slot"],
  ["submitting", "submitting: create request sent, waiting for the answer"],
  ["uncertain", "uncertain: the answer was lost, looking for the task at the provider"],
  ["running", "running: PENDING at the provider"],
  ["archiving", "archiving: copying the video before its URL expires"],
  ["succeeded", "succeeded"],
  ["failed", "failed"],
  ["canceled", "canceled"],
] as const)("%s is shown as %j", (status, text) => {
  expect(stateText(generation({ status }))).toBe(text);
});

test("shows the status at the provider, the reason for waiting and the elapsed time", () => {
  expect(progressText(generation({ status: "running", task }), 1234)).toBe(
    "running: RUNNING at the provider (1.2 s)",
  );
  expect(stateText(generation({ error }))).toBe("queued: refused");
});

test("reports a simulated generation as free", () => {
  const report = {
    generation: generation({ status: "succeeded", task, cost }),
    files: ["./video.mp4 (3 bytes)"],
    elapsedMs: 6000,
  };
  expect(reportText({ ...report, provider: "simulator" })).toBe(
    [
      "Done in 6.0 s.",
      "",
      "  video       ./video.mp4 (3 bytes)",
      "  provider    simulator",
      "  cost        3.50 CNY at DashScope; nothing was paid",
      "  attempts    1",
      "  polls       9",
      "  generation  gen_1",
      "  task        t-1",
      "  request     r-1",
      "",
    ].join("\n"),
  );
});

test("reports the cost of a paid generation", () => {
  const report = {
    generation: generation({ cost }),
    files: [],
    provider: "dashscope",
    elapsedMs: 0,
  } as const;
  expect(reportText(report)).toContain("provider    DashScope\n  cost        3.50 CNY\n");
  const atRisk = generation({ cost: { ...cost, state: "at_risk" } });
  expect(reportText({ ...report, generation: atRisk })).toContain("cost        at most 3.50 CNY\n");
  expect(reportText({ ...report, generation: generation({}) })).toContain("cost        unknown\n");
  expect(reportText(report)).toContain("task        none\n");
});

test.each([
  [false, "nothing was charged"],
  [true, "it was charged"],
  [null, "it is unknown whether it was charged"],
])("reports a failure with charged %j", (charged, text) => {
  const failed = generation({ status: "failed", error: { ...error, charged } });
  expect(failureText(failed)).toBe(
    `Generation gen_1 failed (DataInspectionFailed): refused; ${text}.`,
  );
});

test("reports an end without an error", () => {
  expect(failureText(generation({ status: "canceled" }))).toBe("Generation gen_1 ended: canceled.");
});

test("shows seconds with one decimal", () => {
  expect([0, 49, 1250, 61_000].map(secondsText)).toEqual(["0.0 s", "0.0 s", "1.3 s", "61.0 s"]);
});
