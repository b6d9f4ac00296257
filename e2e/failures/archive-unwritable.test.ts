import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { expect, it } from "vitest";

import { startSystem } from "../system.ts";

it("reports an archive that refuses writes, retries, and loses no video (G6)", async () => {
  await using system = await startSystem();
  const { id } = await system.create();
  const folder = path.join(system.archive, id);
  // A file in place of the generation's folder stops root as well.
  await writeFile(folder, "in the way");
  const worker = await system.startWorker();
  const line = await worker.waitForLog(({ event }) => event === "archive-delayed", 60_000);
  expect(line).toMatchObject({ generation_id: id });
  expect(await system.get(id)).toMatchObject({ status: "archiving" });
  await rm(folder);
  await mkdir(folder);
  expect(await system.until(id, "succeeded")).toMatchObject({ attempts: 1 });
  expect(system.simulator.ledger().entries).toHaveLength(1);
});
