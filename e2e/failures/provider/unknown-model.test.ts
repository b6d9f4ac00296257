import { expect, it } from "vitest";

import { createFilms, startSystem } from "../../system.ts";

it("reports a model that the provider does not know as one configuration error, and fails nothing", async () => {
  await using system = await startSystem({ simulator: { models: ["wanx2.1-vace-plus"] } });
  const worker = await system.startWorker();
  const ids = await createFilms(system, 1, 2);
  await worker.waitForLog(({ event }) => event === "lane-delayed");
  const waiting = await Promise.all(ids.map((id) => system.get(id)));
  expect(waiting.map(({ status }) => status)).toEqual(["queued", "queued"]);
  expect(worker.logs.filter(({ event }) => event === "lane-delayed")).toHaveLength(1);
  // Other models are not delayed.
  const other = await system.create({ model: "wanx2.1-vace-plus" });
  await system.until(other.id, "succeeded");
});
