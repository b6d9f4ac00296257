import { expect, it } from "vitest";

import { startSystem } from "../system.ts";

it("downloads a result again when the connection breaks, without buying it again", async () => {
  await using system = await startSystem();
  system.simulator.script({ on: "download", do: { kind: "cut-download", afterBytes: 1_000 } });
  await system.startWorker();
  const { id } = await system.create();
  expect(await system.until(id, "succeeded", "failed")).toMatchObject({
    status: "succeeded",
    attempts: 1,
  });
  expect(system.simulator.tasks()).toHaveLength(1);
});
