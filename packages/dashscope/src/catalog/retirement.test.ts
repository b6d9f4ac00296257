import { describe, expect, it } from "vitest";

import { requestOf } from "../../test/fixtures/examples.ts";
import { readRequest } from "../request/read-request.ts";
import { configuredModels } from "./configured-models.ts";
import { retiresAt } from "./retirement.ts";

const RETIRED_AT = Date.parse("2026-10-09T16:00:00Z");

function modelProblem(model: string, now: number | undefined): string | null {
  const body = model.startsWith("qwen-image") ? requestOf("qwen-image") : { input: {} };
  const read = readRequest({ ...body, model }, { now });
  return read.ok ? null : (read.problems.find(({ path }) => path === "model")?.message ?? null);
}

describe("a retired model", () => {
  it.each<[string, number | undefined, string | null]>([
    ["qwen-image", undefined, null],
    ["qwen-image", RETIRED_AT - 1, null],
    ["qwen-image", RETIRED_AT, "was retired on 2026-10-10: use qwen-image-3.0"],
    ["emo-v1", RETIRED_AT, "was retired on 2026-10-10: use another model"],
    ["qwen-image-max-2025-12-30", RETIRED_AT, "was retired on 2026-10-10: use qwen-image-3.0-pro"],
    ["flux-dev", RETIRED_AT, "was retired on 2026-03-30: use another model"],
    ["constructor", RETIRED_AT, expect.stringContaining("constructor is not a known model")],
  ])("%s at %s: %s", (model, now, problem) => {
    expect(modelProblem(model, now)).toEqual(problem);
  });

  it("is refused although the operator allows unknown models", () => {
    const open = configuredModels({ allowUnknown: true, settings: {} });
    const read = readRequest(
      { model: "flux-dev", input: {} },
      { now: RETIRED_AT, findModel: open },
    );
    expect(read).toMatchObject({
      problems: [{ message: "was retired on 2026-03-30: use another model" }],
    });
  });

  it("is not suggested for an unknown model", () => {
    const suggested = (now: number) =>
      /\bqwen-image\b(?!-)/.test(modelProblem("qwen-imag", now) ?? "");
    expect([suggested(RETIRED_AT - 1), suggested(RETIRED_AT)]).toEqual([true, false]);
  });

  it("retires at midnight in Beijing, and a model without a day never", () => {
    expect(retiresAt({ retiredOn: "2026-10-10" })).toBe(RETIRED_AT);
    expect(retiresAt({})).toBe(Infinity);
  });
});
