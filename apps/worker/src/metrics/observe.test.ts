import { createLogger } from "@dashqueue/service";
import { describe, expect, it } from "vitest";

import { FAILURE, GENERATIONS } from "../../test/fixtures/generations.ts";
import { createFailureLog, createObserver } from "./observe.ts";
import type { Outcome } from "../outcome.ts";

const { running, archiving, failed, uncertain } = GENERATIONS;
const DEBUG = 20;
const INFO = 30;
const WARN = 40;
const ERROR = 50;

describe("createObserver", () => {
  it.each<["poll" | "archive" | "notify", Outcome, number, string]>([
    ["poll", { kind: "advance", generation: archiving }, INFO, "generation-archiving"],
    ["poll", { kind: "advance", generation: running }, DEBUG, "generation-observed"],
    ["poll", { kind: "advance", generation: failed }, WARN, "generation-failed"],
    ["poll", { kind: "advance", generation: uncertain }, WARN, "generation-uncertain"],
    ["notify", { kind: "done" }, INFO, "generation-notified"],
    ["notify", { kind: "idle" }, DEBUG, "job-idle"],
    ["poll", { kind: "wait", delayMs: 5, reason: "not due" }, DEBUG, "poll-delayed"],
    ["archive", { kind: "wait", delayMs: 5, reason: "disk full" }, WARN, "archive-delayed"],
    ["notify", { kind: "retry", failure: FAILURE, retryAfterMs: null }, WARN, "notify-failed"],
    ["poll", { kind: "fail", failure: FAILURE }, ERROR, "poll-abandoned"],
    ["poll", { kind: "hand-back" }, INFO, "job-handed-back"],
  ])("of a %s stage, writes one log line and one count for %j", (stage, outcome, level, event) => {
    const lines: string[] = [];
    const counted: string[] = [];
    const logger = createLogger("test", {
      level: "debug",
      pretty: false,
      destination: { write: (line) => lines.push(line) },
    });
    const observe = createObserver(logger, {
      outcome: (_stage, _generation, { kind }) => void counted.push(kind),
    });
    observe(stage, running, outcome);
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { level, event, stage, generation_id: "gen_01" },
    ]);
    expect(counted).toEqual([outcome.kind]);
  });
});

it("logs a failed job with its generation, stage and cause", () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createFailureLog(createLogger("test", { level: "info", pretty: false, destination }));
  log("submit", "gen_01", new Error("broken"));
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    {
      level: ERROR,
      event: "job-failed",
      stage: "submit",
      generation_id: "gen_01",
      error: { message: "broken" },
    },
  ]);
});
