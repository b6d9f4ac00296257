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
import { jobOf } from "./job.ts";

const delays = { pollMs: () => 15_000, sendMs: 1, createMs: 40_000, reconcileMs: 60_000 };

describe("jobOf", () => {
  it.each<[Status, string | null, number]>([
    ["queued", "submit-wan2.1-vace-plus", 0],
    ["submitting", "poll", 40_000],
    ["uncertain", "poll", 60_000],
    ["running", "poll", 15_000],
    ["archiving", "archive", 0],
    ["succeeded", null, 0],
    ["failed", null, 0],
    ["canceled", null, 0],
  ])("of a %s generation stands in %s after %i ms", (status, queue, delayMs) => {
    const job = jobOf(SAMPLES[status], delays, START);
    expect(job && { queue: job.queue, delayMs: job.delayMs }).toEqual(queue && { queue, delayMs });
  });

  it("looks at once when a cancel is asked for, and when the create is overdue", () => {
    expect(
      jobOf(after(SAMPLES.running, { kind: "cancel-requested" }), delays, START),
    ).toMatchObject({
      delayMs: 0,
    });
    expect(jobOf(SAMPLES.submitting, delays, START + 90_000)).toMatchObject({ delayMs: 0 });
  });

  it("notifies whoever gave a webhook", () => {
    const ended = { ...SAMPLES.canceled, webhookUrl: "https://caller.example/hook" };
    expect(jobOf(ended, delays, START)).toMatchObject({
      stage: "notify",
      id: `notify-${ended.id}`,
    });
  });

  it("submits again what kept its slot in a queue without a line, not before its time", () => {
    const again = after(SAMPLES.running, read(FAILED_FOR_NOW));
    expect(jobOf(again, delays, START)).toMatchObject({
      stage: "submit",
      queue: "resubmit",
      delayMs: 5_000,
    });
    expect(jobOf(again, delays, START + 9_000)).toMatchObject({ delayMs: 0 });
  });

  it("archives first what dies first", () => {
    const dying = (expiresAt: number) => {
      const files = SUCCEEDED.files.map((file) => ({ ...file, expiresAt }));
      const archiving = after(SAMPLES.running, read({ ...SUCCEEDED, files }));
      return jobOf(archiving, delays, START)?.priority;
    };
    const [soon, later] = [dying(START + 3_600_000), dying(START + 86_400_000)];
    expect(soon).toBeLessThan(later!);
    expect(dying(0)).toBe(1);
    expect(dying(Date.UTC(2100, 0))).toBe(2 ** 21);
  });

  it("serves the higher priority first", () => {
    expect(jobOf(queued({ priority: 0 }), delays, START)?.priority).toBe(11);
    expect(jobOf(queued({ priority: 10 }), delays, START)?.priority).toBe(1);
  });
});
