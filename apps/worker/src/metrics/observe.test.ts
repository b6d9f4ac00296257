import type { Generation, Stage } from "@dashqueue/queue/internal";
import { createLogger } from "@dashqueue/service";
import { describe, expect, it } from "vitest";

import { FAILURE, GENERATIONS } from "../../test/fixtures/generations.ts";
import { createFailureLog, createObserver } from "./observe.ts";
import type { Outcome } from "../outcome.ts";

const { queued, running, archiving, failed, uncertain } = GENERATIONS;

describe("createObserver", () => {
  it.each<["poll" | "archive" | "notify", Outcome, string, string]>([
    ["poll", { kind: "advance", generation: archiving }, "info", "generation-archiving"],
    ["poll", { kind: "advance", generation: running }, "debug", "generation-observed"],
    ["poll", { kind: "advance", generation: failed }, "warn", "generation-failed"],
    ["poll", { kind: "advance", generation: uncertain }, "warn", "generation-uncertain"],
    ["notify", { kind: "done" }, "info", "generation-notified"],
    ["notify", { kind: "idle" }, "debug", "job-idle"],
    ["poll", { kind: "wait", delayMs: 5, reason: "not due" }, "debug", "poll-delayed"],
    ["archive", { kind: "wait", delayMs: 5, reason: "disk full" }, "warn", "archive-delayed"],
    ["notify", { kind: "retry", failure: FAILURE, retryAfterMs: null }, "warn", "notify-failed"],
    ["poll", { kind: "fail", failure: FAILURE }, "error", "poll-abandoned"],
    ["poll", { kind: "hand-back" }, "info", "job-handed-back"],
  ])("of a %s stage, writes one log line and one count for %j", (stage, outcome, level, event) => {
    const lines: string[] = [];
    const counted: string[] = [];
    const logger = createLogger("test", {
      level: "debug",
      pretty: false,
      destination: { write: (line) => lines.push(line) },
    });
    const metrics = {
      outcome: (...given: [Stage, Generation, Outcome]) => void counted.push(given[2].kind),
    };
    createObserver(logger, metrics, false)(stage, running, outcome);
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { level, event, stage, generation_id: "gen_01", lane: "default:wan2.1-vace-plus" },
    ]);
    expect(counted).toEqual([outcome.kind]);
  });
});

it("names the trace of a generation, and the lane that it has left", () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger("test", { level: "debug", pretty: false, destination });
  const observe = createObserver(logger, { outcome() {} }, true);
  const id = "gen_01KAQ3XW8J5T6V9E2YB7N4M1RC";
  observe("poll", { ...running, id }, { kind: "advance", generation: { ...queued, id } });
  observe("submit", queued, { kind: "wait", delayMs: 5, reason: "the lane is full" });
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { lane: "default:wan2.1-vace-plus", trace_id: expect.stringMatching(/^[\da-f]{32}$/) },
    expect.not.objectContaining({ lane: expect.anything() }),
  ]);
});

it("logs a failed job with its generation, stage and cause", () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createFailureLog(createLogger("test", { level: "info", pretty: false, destination }));
  log("submit", "gen_01", new Error("broken"));
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    {
      level: "error",
      event: "job-failed",
      stage: "submit",
      generation_id: "gen_01",
      error: { message: "broken" },
    },
  ]);
});
