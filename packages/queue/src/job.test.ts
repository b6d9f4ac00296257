import { describe, expect, it } from "vitest";

import { after, queued, SAMPLES, START } from "./__fixtures__/generations.ts";
import type { Status } from "./generation.ts";
import { jobOf } from "./job.ts";

const delays = { pollMs: 15_000, createMs: 40_000, reconcileMs: 60_000 };

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
    expect(jobOf(after(SAMPLES.running, { kind: "cancel-requested" }), delays, START)).toMatchObject({
      delayMs: 0,
    });
    expect(jobOf(SAMPLES.submitting, delays, START + 90_000)).toMatchObject({ delayMs: 0 });
  });

  it("notifies whoever gave a webhook", () => {
    const ended = { ...SAMPLES.canceled, webhookUrl: "https://caller.example/hook" };
    expect(jobOf(ended, delays, START)).toMatchObject({ stage: "notify", id: `notify-${ended.id}` });
  });

  it("serves the higher priority first", () => {
    expect(jobOf(queued({ priority: 0 }), delays, START)?.priority).toBe(11);
    expect(jobOf(queued({ priority: 10 }), delays, START)?.priority).toBe(1);
  });
});
