import { describe, expect, it } from "vitest";

import { after, BEGIN, FAILURE, queued, SAMPLES } from "../../test/fixtures/generations.ts";
import { expired, incomplete } from "../../test/fixtures/changes.ts";
import { generationViewSchema } from "./view-schema.ts";
import { NO_DELIVERY } from "../generation/webhook/delivery.ts";
import type { WebhookEvent } from "../generation/webhook/event-names.ts";
import { viewOf } from "./view.ts";

describe("viewOf", () => {
  it("is null where nothing is known yet", () => {
    expect(viewOf(SAMPLES.queued)).toEqual({
      id: "gen_01JDA0000000000000000000AA",
      status: "queued",
      tenant: "default",
      model: "wan2.1-vace-plus",
      request: SAMPLES.queued.request,
      ignored: [],
      priority: 0,
      metadata: {},
      created_at: "2026-11-22T10:00:00.000Z",
      updated_at: "2026-11-22T10:00:00.000Z",
      finished_at: null,
      task: null,
      batch: null,
      regenerates: null,
      attempts: 0,
      cancel: null,
      output: null,
      usage: null,
      cost: null,
      error: null,
      submit_by: null,
      queue: null,
      waiting: {
        reason: "slot",
        since: "2026-11-22T10:00:00.000Z",
        position: null,
        next_try: null,
        advice: "No action needed: it is submitted when a slot of its model is free.",
        help: "/docs/operations/waiting#slot",
        message: null,
        also: [],
      },
      webhook: null,
    });
  });

  it("shows what became of the webhook", () => {
    const webhookUrl = "https://caller.example/hook";
    const events = ["succeeded", "failed", "canceled"];
    const help = "/docs/webhooks";
    const none = { events, attempts: 0, last_error: null, next_at: null, advice: null, help };
    expect(viewOf(queued({ webhookUrl })).webhook).toEqual({ state: "waiting", ...none });
    const ended = { ...SAMPLES.succeeded, webhookUrl };
    expect(viewOf(ended).webhook).toEqual({ state: "pending", ...none });
    const delivery = { state: "failed", attempts: 12, lastError: "gone", nextAt: 0 } as const;
    expect(viewOf({ ...ended, delivery }).webhook).toEqual({
      state: "failed",
      events,
      attempts: 12,
      last_error: "gone",
      next_at: "1970-01-01T00:00:00.000Z",
      advice: expect.stringContaining("redeliver") as string,
      help,
    });
  });

  it("says that a webhook waits for its endpoint, and what to do", () => {
    const ended = { ...SAMPLES.succeeded, webhookUrl: "https://caller.example/hook" };
    const delivery = { ...NO_DELIVERY, nextAt: 0, isPaused: true };
    expect(viewOf({ ...ended, delivery }).webhook).toMatchObject({
      state: "paused",
      advice: expect.stringContaining("Make it answer 2xx") as string,
    });
  });

  it("says that nothing is sent about an end that the caller did not choose", () => {
    const webhookEvents: WebhookEvent[] = ["running", "failed"];
    const chosen = { webhookUrl: "https://caller.example/hook", webhookEvents };
    expect(viewOf({ ...SAMPLES.succeeded, ...chosen }).webhook).toMatchObject({
      state: "skipped",
      events: webhookEvents,
    });
  });

  it("is what its schema says", () => {
    for (const generation of Object.values(SAMPLES))
      expect(generationViewSchema.parse(viewOf(generation))).toEqual(viewOf(generation));
  });

  it("shows files, usage and cost of a generation that succeeded", () => {
    expect(viewOf(SAMPLES.succeeded)).toMatchObject({
      status: "succeeded",
      finished_at: "2026-11-22T10:00:00.000Z",
      task: { id: "task-1", status: "SUCCEEDED", request_id: "request-1", polls: 1 },
      output: {
        files: [
          {
            name: "video.mp4",
            url: "/v1/generations/gen_01JDA0000000000000000000AA/files/video.mp4",
            bytes: 3,
            sha256: "abc",
            content_type: "video/mp4",
          },
        ],
        failed: [],
        orig_prompt: "a girl in a forest",
        actual_prompt: null,
      },
      usage: { video_duration: 5 },
      cost: { amount: "3.50", currency: "CNY", state: "settled" },
      error: null,
    });
  });

  it("shows which files of a batch are stored, and which are missing and why", () => {
    const waiting = after(SAMPLES.archiving, incomplete);
    const missing = { name: "image-2.png", code: "", message: "the connection was reset" };
    expect(viewOf(waiting)).toMatchObject({
      status: "archiving",
      output: { files: [{ name: "image-1.png" }], missing: [{ ...missing, kind: "download" }] },
      error: { kind: "download", charged: true },
    });
    expect(viewOf(after(waiting, expired))).toMatchObject({
      status: "succeeded",
      output: { files: [{ name: "image-1.png" }], missing: [{ ...missing, kind: "expired" }] },
      error: null,
    });
    expect(viewOf(SAMPLES.archiving)).toMatchObject({ output: null, error: null });
  });

  it("shows why a generation failed, is uncertain or waits", () => {
    expect(viewOf(SAMPLES.failed).error).toMatchObject({
      kind: "content_rejected",
      charged: false,
    });
    expect(viewOf(SAMPLES.uncertain).error).toMatchObject({ kind: "network", charged: null });
    expect(viewOf(queued({ delayed: FAILURE })).error).toMatchObject({ message: FAILURE.message });
  });

  it("shows the highest possible cost until it is settled", () => {
    const cost = { amount: "3.50", currency: "CNY" } as const;
    expect(viewOf(queued({ estimate: cost })).cost).toEqual({ ...cost, state: "estimated" });
    expect(viewOf(SAMPLES.running).cost).toEqual({ ...cost, state: "held" });
    expect(viewOf(SAMPLES.uncertain).cost).toEqual({ ...cost, state: "at_risk" });
    expect(viewOf(SAMPLES.failed).cost).toBeNull();
    expect(viewOf(SAMPLES.canceled).cost).toBeNull();
  });

  it("shows no cost if the price is unknown", () => {
    const unpriced = queued({ request: { model: "wan9-t2v", input: {} } });
    expect(viewOf(after(unpriced, BEGIN)).cost).toBeNull();
  });
});
