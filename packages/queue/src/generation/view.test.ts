import { describe, expect, it } from "vitest";

import { after, BEGIN, FAILURE, queued, SAMPLES } from "../../test/fixtures/generations.ts";
import { viewOf } from "./view.ts";

describe("viewOf", () => {
  it("says nothing before there is something true to say", () => {
    expect(viewOf(SAMPLES.queued)).toEqual({
      id: "gen_01JDA0000000000000000000AA",
      status: "queued",
      model: "wan2.1-vace-plus",
      priority: 0,
      metadata: {},
      created_at: "2026-11-22T10:00:00.000Z",
      updated_at: "2026-11-22T10:00:00.000Z",
      finished_at: null,
      task: null,
      regenerates: null,
      attempts: 0,
      cancel: null,
      output: null,
      usage: null,
      cost: null,
      error: null,
    });
  });

  it("shows the files, the usage and the cost of what succeeded", () => {
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

  it("shows why it failed, why nobody knows, and why it waits", () => {
    expect(viewOf(SAMPLES.failed).error).toMatchObject({
      kind: "content_rejected",
      charged: false,
    });
    expect(viewOf(SAMPLES.uncertain).error).toMatchObject({ kind: "network", charged: null });
    expect(viewOf(queued({ delayed: FAILURE })).error).toMatchObject({ message: FAILURE.message });
  });

  it("shows what it may cost, until that is settled", () => {
    const cost = { amount: "3.50", currency: "CNY" } as const;
    expect(viewOf(queued({ estimate: cost })).cost).toEqual({ ...cost, state: "estimated" });
    expect(viewOf(SAMPLES.running).cost).toEqual({ ...cost, state: "held" });
    expect(viewOf(SAMPLES.uncertain).cost).toEqual({ ...cost, state: "at_risk" });
    expect(viewOf(SAMPLES.failed).cost).toBeNull();
    expect(viewOf(SAMPLES.canceled).cost).toBeNull();
  });

  it("shows no cost where nobody knows the price", () => {
    const unpriced = queued({ request: { model: "wan9-t2v", input: {} } });
    expect(viewOf(after(unpriced, BEGIN)).cost).toBeNull();
  });
});
