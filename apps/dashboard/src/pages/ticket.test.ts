import { expect, it } from "vitest";

import { SAMPLES } from "../../test/fixtures/generations.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import { renderTicket, ticketOf } from "./ticket.ts";

const { en } = TRANSLATIONS;

it("names every create request and task with its request id", () => {
  const { attempt, failure } = SAMPLES.failed;
  if (attempt === null) throw new Error("the sample has an attempt");
  const lost = { ...attempt, attempt: 1, requestId: "request-0", lateTasks: ["late-task"] };
  const ticket = ticketOf(
    { ...SAMPLES.failed, disproven: [lost], failedTasks: ["first-task"] },
    en,
  );
  expect(ticket?.split("\n")).toEqual([
    "Model: wan2.1-vace-plus",
    "Create request without a known task: 2026-11-22 10:00:01.000 UTC to dashscope.aliyuncs.com, account default",
    "Request ID: request-0",
    "Task that appeared later: late-task",
    "Task that failed: first-task",
    "Create request: 2026-11-22 10:00:01.000 UTC to dashscope.aliyuncs.com, account default",
    "Request ID: request-1",
    "Task: 0385dc79-5ff8-4d82-bcb6-000000000000 (RUNNING)",
    `Error: DataInspectionFailed ${failure.message}`,
    "Request ID: request-2",
  ]);
});

it("shows no credential (G7), and nothing while the provider knows nothing", () => {
  expect(renderTicket(SAMPLES.failed, en)?.html).toContain("[redacted]");
  expect(renderTicket(SAMPLES.failed, en)?.html).not.toContain("s3cr3t");
  expect(renderTicket(SAMPLES.queued, en)).toBeNull();
  expect(ticketOf(SAMPLES.uncertain, en)).not.toContain("Task:");
});
