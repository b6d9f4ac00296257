import type { Generation } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { EVENTS, SAMPLES, START } from "../../test/fixtures/generations.ts";
import { renderGeneration } from "./generation-page.ts";
import { CANCEL_TEXT, costText, MEANING } from "./generation-words.ts";

const page = (generation: Generation) => renderGeneration(generation, EVENTS, START + 120_000);
/** What a reader sees, on one line. */
const textOf = (generation: Generation) =>
  page(generation)
    .replace(/<style>.*<\/style>/s, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

describe("the page of a generation", () => {
  it.each(Object.values(SAMPLES))(
    "says what $status means, and gives nothing away",
    (generation) => {
      const text = textOf(generation);
      expect(text).toContain(`${generation.status} · ${MEANING[generation.status]}`);
      expect(text).toContain("Model wan2.1-vace-plus");
      expect(page(generation)).not.toMatch(/s3cr3t|<script|<b>|<in>/);
    },
  );

  it.each(Object.values(SAMPLES))(
    "asks again while $status goes on, and not when it has ended",
    (generation) => {
      const isEnded = "finishedAt" in generation;
      expect(page(generation).includes('http-equiv="refresh"')).toBe(!isEnded);
      expect(textOf(generation)).toContain(isEnded ? "Took 1 min 30 s" : "Age 2 min");
    },
  );

  it("shows the task and its job on the board", () => {
    const text = textOf(SAMPLES.running);
    expect(text).toContain(
      "Task 0385dc79-5ff8-4d82-bcb6-000000000000 · RUNNING Create request id request-1",
    );
    expect(text).toContain("Account default");
    expect(text).toContain("Create attempts 1 Polls 4");
    expect(page(SAMPLES.running)).toContain(
      'href="/queues/queue/poll/poll-gen_01JDA0000000000000000000AA"',
    );
  });

  it("shows what of a batch was not made", () => {
    const failedEntries = [{ index: 1, code: "DataInspectionFailed", message: "no <b>" }];
    const { result } = SAMPLES.succeeded;
    const text = textOf({ ...SAMPLES.succeeded, result: { ...result, failedEntries } });
    expect(text).toContain(
      "result 2 was not made, and is not charged: DataInspectionFailed no &lt;b&gt;",
    );
  });

  it("shows the files, the cost and the prompts of a result", () => {
    const text = textOf(SAMPLES.succeeded);
    expect(text).toContain("video.mp4 1.4 MB · video/mp4");
    expect(text).toContain(`GET /v1/generations/${SAMPLES.succeeded.id}/files/video.mp4`);
    expect(text).toContain("Cost 3.50 CNY");
    expect(text).toContain("Prompt a girl &lt;in&gt; a forest Prompt as used a girl, in detail");
  });

  it("says what to do about a failure, and whether it cost anything", () => {
    const text = textOf(SAMPLES.failed);
    expect(text).toContain(
      "Why it failed refused https://h/v.mp4?[redacted] What to do Change the prompt",
    );
    expect(text).toContain(
      "Kind content_rejected (DataInspectionFailed) Charged not charged Request id request-2",
    );
  });

  it("says why a generation waits, and what is not known of an uncertain one", () => {
    const delayed = { ...SAMPLES.failed.failure, kind: "quota_exhausted", code: "" } as const;
    const waiting = textOf({ ...SAMPLES.queued, delayed });
    expect(waiting).toContain("Why it waits");
    expect(waiting).not.toContain("Charged");
    expect(textOf(SAMPLES.uncertain)).toContain("What is not known");
    expect(textOf(SAMPLES.uncertain)).toContain("Charged nobody knows whether it was charged");
  });

  it("tells the history with the time between the steps", () => {
    const text = textOf(SAMPLES.running);
    expect(text).toContain(
      "2026-11-22 10:00:36.200 UTC +36.2 s attempt begun submitting attempt: 1",
    );
    expect(text).toContain(
      "+4 ms task created running task id: 0385dc79 · task status: PENDING · message:",
    );
    expect(text).toContain("2026-11-22 10:02:00.000 UTC +1 min 23 s goes on");
    expect(textOf(SAMPLES.succeeded)).not.toContain("goes on");
  });

  it("shows what the caller said", () => {
    const text = textOf({
      ...SAMPLES.running,
      priority: 7,
      metadata: { customer: "c1" },
      webhookUrl: "https://h/hook?token=s3cr3t",
      cancel: "requested",
    });
    expect(text).toContain("Priority 7 of 10");
    expect(text).toContain("Webhook https://h/hook?[redacted] customer c1");
    expect(text).toContain(`Cancel ${CANCEL_TEXT.requested}`);
  });

  it("has no history to show for a generation whose events are gone", () => {
    expect(renderGeneration(SAMPLES.running, [], START)).not.toContain("goes on");
  });
});

describe("costText", () => {
  it.each([
    ["queued", "nothing (at most 3.50 CNY)"],
    ["canceled", "nothing"],
    ["submitting", "being decided (at most 3.50 CNY)"],
    ["running", "nothing so far; the provider charges when it succeeds (at most 3.50 CNY)"],
    ["archiving", "3.50 CNY"],
    ["failed", "not charged"],
  ] as const)("%s: %s", (status, text) => {
    expect(costText(SAMPLES[status])).toBe(text);
  });

  it("never guesses", () => {
    const { result, ...archiving } = SAMPLES.archiving;
    expect(costText({ ...archiving, result: { ...result, cost: null } })).toContain("not known");
    expect(costText(SAMPLES.uncertain)).toContain("not known yet");
    const failure = { ...SAMPLES.failed.failure, charged: true };
    expect(costText({ ...SAMPLES.failed, failure })).toBe("charged (at most 3.50 CNY)");
  });
});
