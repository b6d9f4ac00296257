import { describe, expect, it } from "vitest";
import { z } from "zod";

import { EXAMPLES, requestOf } from "../../test/fixtures/examples.ts";
import { readTaskAnswer } from "../answers/task-answer.ts";
import { costOf, estimateCost } from "../cost/cost.ts";
import { readRequest } from "../request/read-request.ts";
import { partsOf } from "../checks/rules.ts";
import { findModel, limitsIn, MODELS } from "./catalog.ts";
import type { Region } from "../facts/region.ts";
import { REGIONS } from "../facts/region.ts";
import { unknownModel } from "./unknown-model.ts";

const BEIJING = { region: "cn-beijing" } as const;
const DAY = /^20\d\d-(0[1-9]|1[0-2])-\d\d$/;

// `npm run new-model -- <model>` names the files of a model.
describe("every model", () => {
  it("has one entry in entries.ts and one example in examples.ts of its family", () => {
    const ids = MODELS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(EXAMPLES.map(([model]) => model).sort()).toEqual([...ids].sort());
  });

  it.each(MODELS.map((model) => [model.id, model] as const))(
    "%s has consistent facts in entries.ts of its family",
    (_, model) => {
      expect(model.path).toMatch(/^\/services(\/[a-z0-9-]+){3}$/);
      expect(model.retiredOn ?? "2026-10-10").toMatch(DAY);
      if (model.replacedBy !== undefined) expect(findModel(model.replacedBy)).toBeDefined();
      for (const region of REGIONS) {
        const { submitsPerSecond, maxInFlight } = limitsIn(model, region);
        expect(submitsPerSecond).toBeGreaterThan(0);
        expect(maxInFlight).toBeGreaterThanOrEqual(1);
      }
      expect(model.polling.firstDelayMs).toBeGreaterThanOrEqual(1_000);
      expect(model.regions.length).toBeGreaterThan(0);
      expect(model.names[model.id]).toBe(model.regions);
      if (model.price === null) return;
      expect(model.price.asOf).toMatch(/^20\d\d-(0[1-9]|1[0-2])(-\d\d)?$/);
      expect(model.price.source).not.toBe("");
      expect(model.price.unit === "image").toBe(model.usageKey.endsWith("image_count"));
      for (const { perUnit } of Object.values(model.price.amounts))
        for (const amount of Object.values(perUnit)) expect(Number(amount)).toBeGreaterThan(0);
    },
  );

  it.each(MODELS.map((model) => [model.id, model] as const))(
    "%s has a JSON Schema, made from request.ts of its family",
    (id, model) => {
      const schema = JSON.stringify(z.toJSONSchema(model.request));
      expect(schema).toContain(`"model":{"type":"string","const":"${id}"}`);
      expect(schema).toContain(`"input":{"type":"object"`);
      expect(model.request.safeParse(requestOf(id)).error).toBeUndefined();
    },
  );

  it("states the length of a prompt in its JSON Schema", () => {
    const schema = z.toJSONSchema(findModel("wan2.6-t2v")?.request ?? z.never());
    expect(schema).toMatchObject({
      properties: {
        input: { properties: { prompt: { type: "string", minLength: 1, maxLength: 1_500 } } },
        parameters: { properties: { duration: { type: "integer", minimum: 2, maximum: 15 } } },
      },
      required: ["model", "input"],
    });
  });

  it.each(EXAMPLES)(
    "%s accepts the example in examples.ts of its family unchanged",
    (model, { input, parameters }) => {
      const body = { model, input, ...(parameters === undefined ? {} : { parameters }) };
      expect(readRequest(body)).toEqual({ ok: true, request: body });
    },
  );

  it.each(EXAMPLES)(
    "%s has the files and the cost in every region that examples.ts of its family states",
    (model, { output, usage, files, costs }) => {
      const body = JSON.stringify({
        request_id: "request-1",
        output: { task_id: "task-1", task_status: "SUCCEEDED", ...output },
        usage,
      });
      const read = readTaskAnswer({ status: 200, headers: {}, body }, "task-1", 0);
      if (read.kind !== "task" || read.task.status !== "SUCCEEDED")
        throw new Error("expected a succeeded task");
      expect(read.task.files.map(({ name }) => name)).toEqual(files);
      expect(read.task.failedEntries).toBeUndefined();
      const paid = REGIONS.flatMap((region) => {
        const cost = costOf(requestOf(model), usage, { region });
        return cost === null ? [] : [[region, `${cost.amount} ${cost.currency}`] as const];
      });
      expect(Object.fromEntries(paid)).toEqual(costs[model]);
    },
  );

  it.each(EXAMPLES)("%s has an estimate if its price is known and its length bounded", (model) => {
    const { price, billing } = findModel(model) ?? unknownModel(model);
    const estimate = estimateCost(requestOf(model), BEIJING);
    const isKnown =
      price?.amounts["cn-beijing"] !== undefined &&
      billing.mostUnits(partsOf(requestOf(model))) !== null;
    expect(estimate === null).toBe(!isKnown);
  });
});

describe("readRequest in a region", () => {
  const problem = (model: string, region: Region | undefined) => {
    const read = readRequest(requestOf(model), { regions: region === undefined ? [] : [region] });
    return read.ok
      ? null
      : read.problems.map(({ path, message }) => `${path} ${message}`).join("; ");
  };

  it.each<[string, Region | undefined, string | null]>([
    ["wan2.1-vace-plus", "cn-beijing", null],
    ["wan2.1-vace-plus", "ap-southeast-1", null],
    ["wanx2.1-vace-plus", "cn-beijing", null],
    [
      "wanx2.1-vace-plus",
      "ap-southeast-1",
      "model is called wan2.1-vace-plus in Singapore (ap-southeast-1): use that name",
    ],
    [
      "wan2.1-t2v-plus",
      "cn-beijing",
      "model is called wanx2.1-t2v-plus in Beijing (cn-beijing): use that name",
    ],
    [
      "wan2.1-vace-plus",
      "us-east-1",
      "model is not available in Virginia (us-east-1); it is available in Beijing (cn-beijing), Singapore (ap-southeast-1)",
    ],
    [
      "wan2.6-t2v-us",
      "cn-beijing",
      "model is not available in Beijing (cn-beijing); it is available in Virginia (us-east-1)",
    ],
    ["wan2.6-t2v", "eu-central-1", null],
    [
      "wan2.6-i2v-flash",
      "us-east-1",
      "model is not available in Virginia (us-east-1); it is available in Beijing (cn-beijing), Singapore (ap-southeast-1), Frankfurt (eu-central-1)",
    ],
    // Nothing is documented about these models there.
    ["wan3.0-video", "us-east-1", null],
    ["wanx2.1-t2v-plus", "us-east-1", null],
    ["wan2.5-t2i-preview", "us-east-1", null],
    [
      "wanx2.1-imageedit",
      "ap-southeast-1",
      "model is not available in Singapore (ap-southeast-1); it is available in Beijing (cn-beijing)",
    ],
    // These two regions have no documented list.
    ["kling/kling-v3-video-generation", "ap-northeast-1", null],
    ["wan2.6-t2v-us", "cn-hongkong", null],
    ["wanx2.1-vace-plus", undefined, null],
  ])("%s in %s: %s", (model, region, expected) => {
    expect(problem(model, region)).toBe(expected);
  });

  it("names a wrong region together with all other problems", () => {
    const read = readRequest(requestOf("wan2.6-t2v-us", { prompt: "" }), {
      regions: ["cn-beijing"],
    });
    expect(read).toMatchObject({
      problems: [{ path: "model" }, { path: "input.prompt", message: "is required" }],
    });
  });

  it("suggests only models that the region offers", () => {
    const suggested = (regions: readonly Region[]) =>
      JSON.stringify(readRequest({ model: "wan2.1-vace" }, { regions }));
    expect(suggested([])).toContain("wan2.1-vace-plus");
    expect(suggested(["us-east-1"])).not.toContain("wan2.1-vace-plus");
  });

  it("has the limits of the region", () => {
    const model = findModel("wan2.6-t2i") ?? unknownModel("");
    expect(limitsIn(model, "cn-beijing")).toEqual({ submitsPerSecond: 1, maxInFlight: 5 });
    expect(limitsIn(model, "ap-southeast-1")).toEqual({ submitsPerSecond: 5, maxInFlight: 5 });
    expect(limitsIn(model, undefined)).toEqual(limitsIn(model, "cn-beijing"));
    expect(limitsIn(model, "us-east-1")).toEqual({ submitsPerSecond: 5, maxInFlight: 5 });
  });
});
