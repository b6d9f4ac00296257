import { configuredModels, findModel } from "@dashqueue/dashscope";
import { describe, expect, it } from "vitest";

import {
  after,
  BEGUN,
  FAILED_FOR_NOW,
  queued,
  read,
  SAMPLES,
} from "../../test/fixtures/generations.ts";
import { generationSchema } from "./generation.ts";
import { laneOf, nextLane, slotLane } from "./lane.ts";

const REGROUPED = { account: "default", model: "group-of-yesterday" };
const regrouped = after(
  queued(),
  { ...BEGUN, kind: "attempt-begun", lane: REGROUPED.model },
  {
    kind: "create-answered",
    attempt: 1,
    begun: BEGUN,
    answer: { kind: "accepted", taskId: "task-1", requestId: null },
  },
);

describe("a lane", () => {
  it("is the model's, or that of the group with which it shares its limits", () => {
    expect(laneOf("a", "wanx2.1-vace-plus", findModel)).toEqual({
      account: "a",
      model: "wan2.1-vace-plus",
    });
    expect(laneOf("a", "kling/kling-v3-video-generation", findModel)).toEqual({
      account: "a",
      model: "kling",
    });
    expect(laneOf("a", "unknown", findModel)).toEqual({ account: "a", model: "unknown" });
  });

  it("is the one of the name that is sent, for every alias of it (G3)", () => {
    const settings = { fast: { sentAs: "wanx2.1-vace-plus" }, slow: { sentAs: "new" } };
    const find = configuredModels({ allowUnknown: true, settings });
    expect(laneOf("a", "fast", find)).toEqual(laneOf("a", "wan2.1-vace-plus", find));
    expect(laneOf("a", "slow", find)).toEqual(laneOf("a", "new", find));
  });

  it("stays the one of the attempt when a release regroups the model (G3)", () => {
    expect(slotLane(queued())).toBeNull();
    expect(slotLane(SAMPLES.canceled)).toBeNull();
    expect(slotLane(regrouped)).toEqual(REGROUPED);
  });

  it("stays the one of a kept slot, on its account only (G3)", () => {
    const kept = after(regrouped, read(FAILED_FOR_NOW));
    if (kept.status !== "queued") throw new Error(`is ${kept.status}`);
    expect(slotLane(kept)).toEqual(REGROUPED);
    expect(nextLane(kept, "default", findModel)).toEqual(REGROUPED);
    expect(nextLane(kept, "other", findModel)).toEqual(
      laneOf("other", kept.request.model, findModel),
    );
    const recovered = after(kept, {
      kind: "task-recovered",
      begun: BEGUN,
      taskId: "task-2",
      requestId: null,
    });
    expect(slotLane(recovered)).toEqual(REGROUPED);
  });
});

describe("a record of an earlier version", () => {
  const withoutLane = (holder: object | null) => ({ ...holder, lane: undefined });
  const LANE = { account: "default", model: "wan2.1-vace-plus" };

  it("gets the lane of today's catalog", () => {
    const { running } = SAMPLES;
    const attempt = withoutLane("attempt" in running ? running.attempt : null);
    const read1 = generationSchema.parse(JSON.parse(JSON.stringify({ ...running, attempt })));
    expect(read1).toEqual(running);
    expect(slotLane(read1)).toEqual(LANE);
  });

  it("gets it for a kept slot too, and is refused where it is not a record", () => {
    const keptSlot = { account: "default", notBefore: 1 };
    expect(slotLane(generationSchema.parse({ ...queued(), keptSlot }))).toEqual(LANE);
    expect(generationSchema.safeParse({}).success).toBe(false);
    expect(generationSchema.safeParse(null).success).toBe(false);
  });
});
