import { expect, it } from "vitest";

import { forgetUnusedModels } from "./unused-models.ts";

it("forgets unknown models without open generations, and clears their queues", async () => {
  const open = new Set(["invented-open"]);
  const asked: string[] = [];
  const cleared: string[] = [];
  await forgetUnusedModels({
    store: {
      models: async () => ["wan2.6-t2v", "invented", "invented-open", "invented-canceled"],
      forgetModel: async (model) => {
        asked.push(model);
        return !open.has(model);
      },
    },
    queues: {
      isEmpty: async (queue) => queue !== "submit-invented-canceled",
      clear: async (queue) => void cleared.push(queue),
    },
  });
  expect(asked).toEqual(["invented", "invented-open"]);
  expect(cleared).toEqual(["submit-invented"]);
});
