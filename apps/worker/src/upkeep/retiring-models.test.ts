import { findModel } from "@dashqueue/dashscope";
import { createLogger } from "@dashqueue/service";
import { expect, it } from "vitest";

import { createRetirementNotice } from "./retiring-models.ts";

const RETIRED_AT = Date.parse("2026-10-10T00:00:00+08:00");
const DAY_MS = 24 * 60 * 60 * 1000;

it("warns once a day of the models in use that retire within 30 days", async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  let now = RETIRED_AT - 31 * DAY_MS;
  const notice = createRetirementNotice({
    store: { models: async () => ["qwen-image", "wan2.6-t2v", "invented"] },
    findModel,
    logger: createLogger("test", { level: "info", pretty: false, destination }),
    now: () => now,
  });
  const warningsAt = async (at: number) => {
    now = at;
    await notice();
    await notice();
    return lines.splice(0).map((line) => JSON.parse(line) as object);
  };
  const warning = {
    level: "warn",
    event: "model-retiring",
    model: "qwen-image",
    retired_on: "2026-10-10",
    replaced_by: "qwen-image-3.0",
    msg: "the provider retires a model that is in use on 2026-10-10; from then on, requests for it are refused. Move its callers to qwen-image-3.0.",
  };
  expect(await warningsAt(RETIRED_AT - 31 * DAY_MS)).toEqual([]);
  expect(await warningsAt(RETIRED_AT - 30 * DAY_MS)).toMatchObject([warning]);
  expect(await warningsAt(RETIRED_AT - 29 * DAY_MS)).toMatchObject([warning]);
  expect(await warningsAt(RETIRED_AT)).toEqual([]);
});
