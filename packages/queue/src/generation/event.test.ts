import { describe, expect, it } from "vitest";

import { after, FAILURE, queued, SAMPLES } from "../../test/fixtures/generations.ts";
import { expired, incomplete } from "../../test/fixtures/changes.ts";
import { acceptedEvent, eventOf, readEvent } from "./event.ts";
import type { Generation } from "./generation.ts";

describe("eventOf", () => {
  it.each<[string, Generation, object]>([
    ["queued", SAMPLES.queued, {}],
    [
      "queued again",
      queued({ delayed: { ...FAILURE, kind: "rate_limited" } }),
      { waiting: "backoff", reason: "rate_limited", message: "the connection was reset" },
    ],
    ["submitting", SAMPLES.submitting, { attempt: 1 }],
    ["uncertain", SAMPLES.uncertain, { attempt: 1, message: "the connection was reset" }],
    ["running", SAMPLES.running, { task_id: "task-1", task_status: "PENDING" }],
    [
      "running with a cancel request",
      after(SAMPLES.running, { kind: "cancel-requested" }),
      { task_id: "task-1", task_status: "PENDING", cancel: "requested" },
    ],
    ["archiving", SAMPLES.archiving, { task_id: "task-1", expires_at: "2026-11-22T10:00:01.000Z" }],
    ["succeeded", SAMPLES.succeeded, { files: 1 }],
    [
      "succeeded without one file of a batch",
      after(SAMPLES.archiving, incomplete, expired),
      { files: 1, missing: 1, reason: "the connection was reset" },
    ],
    [
      "failed",
      SAMPLES.failed,
      { error: "content_rejected", message: "the connection was reset", charged: false },
    ],
    ["canceled", SAMPLES.canceled, {}],
  ])("describes a generation that is %s, without links (G7)", (_, generation, detail) => {
    const event = eventOf(generation, "task-observed");
    expect(event).toEqual({
      name: "task-observed",
      at: generation.updatedAt,
      status: generation.status,
      detail,
    });
    expect(readEvent(JSON.stringify(event), "0-2")).toEqual({ ...event, id: "0-2" });
    expect(JSON.stringify(event)).not.toContain("Signature");
  });
});

it("describes the acceptance as the record was then", () => {
  const { createdAt, tenant } = SAMPLES.succeeded;
  expect(acceptedEvent(SAMPLES.succeeded)).toEqual({
    name: "generation-accepted",
    at: createdAt,
    status: "queued",
    detail: { tenant },
  });
});
