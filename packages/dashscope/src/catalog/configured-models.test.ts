import { describe, expect, it } from "vitest";
import { z } from "zod";

import { requestOf } from "../../test/fixtures/examples.ts";
import { estimateCost } from "../cost/cost.ts";
import { readRequest } from "../request/read-request.ts";
import { findModel } from "./catalog.ts";
import type { ModelConfiguration } from "./configured-models.ts";
import { configuredModels } from "./configured-models.ts";
import { isOffered } from "./region-offer.ts";

const find = (configuration: Partial<ModelConfiguration> = {}) =>
  configuredModels({ allowUnknown: false, settings: {}, ...configuration });

describe("an unknown model", () => {
  const id = "animate-anyone-template-gen2";
  const body = { model: id, input: { video_url: "https://media.example/1.mp4", new: [{}] } };
  const open = find({ allowUnknown: true });

  it("is rejected by default", () => {
    expect(find()(id)).toBeUndefined();
    expect(readRequest(body, { findModel: find() })).toMatchObject({ ok: false });
  });

  it("is accepted with any fields if the operator allows it", () => {
    expect(readRequest(body, { regions: ["us-east-1"], findModel: open })).toEqual({
      ok: true,
      request: body,
    });
    expect(estimateCost(body, { region: "cn-beijing" }, open)).toBeNull();
    const model = open(id);
    expect(model && isOffered(model, "us-east-1")).toBe(true);
    expect(z.toJSONSchema(model?.request ?? z.never())).toMatchObject({ type: "object" });
  });

  it("must still have the parts of a request", () => {
    const read = readRequest({ ...body, input: 7, n: 1 }, { findModel: open });
    expect(read.ok ? [] : read.problems.map(({ path }) => path)).toEqual(["input", "n"]);
  });

  it("has the lowest limits, and the path that the operator sets", () => {
    expect(open(id)).toMatchObject({
      path: "/services/aigc/video-generation/video-synthesis",
      limits: { submitsPerSecond: 1, maxInFlight: 1 },
      sentAs: id,
      limitGroup: id,
    });
    const path = "/services/aigc/image2video/aa-template-generation";
    expect(find({ allowUnknown: true, settings: { [id]: { path } } })(id)).toMatchObject({
      path,
      sentAs: id,
    });
  });

  it("has the limits of the model under whose name it is sent", () => {
    const settings = { fast: { sentAs: "wanx2.1-vace-plus" }, slow: { sentAs: "new" } };
    const alias = find({ allowUnknown: true, settings });
    expect(alias("fast")).toMatchObject({
      limitGroup: "wan2.1-vace-plus",
      limits: { submitsPerSecond: 2, maxInFlight: 2 },
    });
    expect(alias("slow")).toMatchObject({
      limitGroup: "new",
      limits: { submitsPerSecond: 1, maxInFlight: 1 },
    });
  });

  it.each(["", "a b", "a:b", "a\nb", "x".repeat(129)])("cannot be named %j", (name) => {
    expect(open(name)).toBeUndefined();
  });
});

describe("a known model", () => {
  const settings = { "wan2.1-vace-plus": { sentAs: "wanx2.1-vace-plus" } };

  it("is unchanged without settings", () => {
    expect(find({ settings })("wan2.6-t2v")).toBe(findModel("wan2.6-t2v"));
    expect(find()("toString")).toBeUndefined();
  });

  it("is sent under the operator's name for it, and counts as offered everywhere", () => {
    const own = find({ settings })("wan2.1-vace-plus");
    expect(own).toMatchObject({ sentAs: "wanx2.1-vace-plus", limitGroup: "wan2.1-vace-plus" });
    expect(own && isOffered(own, "us-east-1")).toBe(true);
    const request = requestOf("wan2.1-vace-plus");
    expect(readRequest(request, { regions: ["us-east-1"] })).toMatchObject({ ok: false });
    expect(readRequest(request, { regions: ["us-east-1"], findModel: find({ settings }) }).ok).toBe(
      true,
    );
  });
});
