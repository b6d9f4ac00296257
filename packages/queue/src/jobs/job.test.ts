import { describe, expect, it } from "vitest";

import {
  after,
  FAILED_FOR_NOW,
  queued,
  read,
  SAMPLES,
  START,
  SUCCEEDED,
} from "../../test/fixtures/generations.ts";
import type { Status } from "../generation/generation.ts";
import type { WebhookEvent } from "../generation/webhook/event-names.ts";
import { jobOf, messageJob, repeatJob } from "./job.ts";

const delays = { pollMs: () => 15_000, sendMs: 1, createMs: 40_000, reconcileMs: 60_000 };

describe("jobOf", () => {
  it.each<[Status, string | null, number]>([
    ["queued", "submit-wan2.1-vace-plus", 0],
    ["submitting", "poll", 2_000],
    ["uncertain", "poll", 2_000],
    ["running", "poll", 15_000],
    ["archiving", "archive", 0],
    ["succeeded", null, 0],
    ["failed", null, 0],
    ["canceled", null, 0],
  ])("of a %s generation is in %s after %i ms (G5)", (status, queue, delayMs) => {
    const job = jobOf(SAMPLES[status], delays, START);
    expect(job && { queue: job.queue, delayMs: job.delayMs }).toEqual(queue && { queue, delayMs });
  });

  it("searches ever more rarely, then waits for the proof of absence (G1)", () => {
    const waits = { ...delays, sendMs: 5_000 };
    const delaysOf = (status: "submitting" | "uncertain", ...ages: number[]) =>
      ages.map((ageMs) => jobOf(SAMPLES[status], waits, START + ageMs)?.delayMs);
    expect(delaysOf("submitting", 0, 1_000, 5_000, 9_000, 10_000, 20_000)).toEqual([
      5_000, 4_000, 5_000, 1_000, 10_000, 20_000,
    ]);
    expect(delaysOf("uncertain", 0, 2_000, 5_000, 10_000, 20_000, 40_000)).toEqual([
      2_000, 3_000, 5_000, 10_000, 20_000, 60_000,
    ]);
  });

  it("is due at once after a cancel request, and when the create request is overdue", () => {
    expect(
      jobOf(after(SAMPLES.running, { kind: "cancel-requested" }), delays, START),
    ).toMatchObject({
      delayMs: 0,
    });
    expect(jobOf(SAMPLES.submitting, delays, START + 90_000)).toMatchObject({ delayMs: 0 });
  });

  it("notifies a caller with a webhook", () => {
    const ended = { ...SAMPLES.canceled, webhookUrl: "https://caller.example/hook" };
    expect(jobOf(ended, delays, START)).toMatchObject({
      stage: "notify",
      id: `notify-${ended.id}`,
    });
  });

  it("does not notify of an end that the caller did not choose", () => {
    const webhookEvents: WebhookEvent[] = ["running"];
    const ended = { ...SAMPLES.canceled, webhookUrl: "https://caller.example/hook", webhookEvents };
    expect(jobOf(ended, delays, START)).toBeNull();
  });

  it("sends each message in a job of its own, beside the record's next job", () => {
    const { id, revision } = SAMPLES.running;
    expect(messageJob(SAMPLES.running)).toMatchObject({
      queue: "notify",
      id: `notify-${id}-${revision}`,
      data: { generationId: id, revision },
    });
  });

  it("repeats a message in the one job that a generation has for this", () => {
    const { id } = SAMPLES.succeeded;
    const data = { generationId: id, model: SAMPLES.succeeded.request.model, repeats: 2 };
    expect(repeatJob(SAMPLES.succeeded, { n: 2, revision: null })).toMatchObject({
      id: `repeat-${id}`,
      data,
    });
    expect(repeatJob(SAMPLES.succeeded, { n: 2, revision: 4 }).data).toEqual({
      ...data,
      revision: 4,
    });
  });

  it("submits a generation with a kept slot in its own queue, not before its time", () => {
    const again = after(SAMPLES.running, read(FAILED_FOR_NOW));
    expect(jobOf(again, delays, START)).toMatchObject({
      stage: "submit",
      queue: "resubmit",
      delayMs: 5_000,
    });
    expect(jobOf(again, delays, START + 9_000)).toMatchObject({ delayMs: 0 });
  });

  it("archives the links first that expire first", () => {
    const expiring = (expiresAt: number) => {
      const files = SUCCEEDED.files.map((file) => ({ ...file, expiresAt }));
      const ended = { ...SUCCEEDED, files, endedAt: expiresAt };
      return jobOf(after(SAMPLES.running, read(ended)), delays, START)?.priority;
    };
    const [soon, later] = [expiring(START + 3_600_000), expiring(START + 86_400_000)];
    expect(soon).toBeLessThan(later!);
    expect(expiring(0)).toBe(1);
    expect(expiring(Date.UTC(2100, 0))).toBe(2 ** 21);
  });

  it("serves the higher priority first of those that kept a slot; the others have a line", () => {
    const again = after(SAMPLES.running, read(FAILED_FOR_NOW));
    expect(jobOf(again, delays, START)?.priority).toBe(11);
    expect(jobOf({ ...again, priority: 10 }, delays, START)?.priority).toBe(1);
    expect(jobOf(queued({ priority: 10 }), delays, START)?.priority).toBe(0);
  });
});
