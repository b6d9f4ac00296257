import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import type { PresetName } from "@dashqueue/simulator";
import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { CLOSE, prompt, startServedSystem, startSystem } from "../../system.ts";

const VIDEO = readFileSync(
  new URL("../../../packages/simulator/assets/video.mp4", import.meta.url),
);
const SHA256 = createHash("sha256").update(VIDEO).digest("hex");

const FAULTS: readonly PresetName[] = [
  "download-cut",
  "download-500",
  "download-html",
  "download-empty",
  "download-gzip",
  "download-unsized",
  "download-unsized-cut",
];

it("stores the whole result in spite of a broken download, without buying it again (G6)", async () => {
  await using system = await startSystem();
  await system.startWorker();
  const ids: string[] = [];
  for (const fault of FAULTS)
    ids.push((await system.create(prompt(`a film [sim:fault ${fault}]`))).id);
  for (const [index, id] of ids.entries())
    expect(await system.until(id, "succeeded", "failed"), FAULTS[index]).toMatchObject({
      status: "succeeded",
      attempts: 1,
      output: { files: [{ name: "video.mp4", bytes: VIDEO.length, sha256: SHA256 }], missing: [] },
    });
  expect(system.simulator.tasks()).toHaveLength(FAULTS.length);
});

it("stores other results while downloads stall and drip", async () => {
  await using system = await startSystem();
  const endless = {
    "film that stalls": { kind: "stall-download", afterBytes: 1_000 },
    "film that drips": { kind: "slow-download", bytesPerSecond: 1 },
  } as const;
  for (const [text, effect] of Object.entries(endless))
    system.simulator.script({ on: "download", times: 1_000, match: { prompt: text }, do: effect });
  // Both places of the stage are taken by downloads that never end.
  await system.startWorker({ WORKER_CONCURRENCY: "2" });
  const ids: string[] = [];
  for (const text of Object.keys(endless)) ids.push((await system.create(prompt(text))).id);
  for (const id of ids) await system.until(id, "archiving");
  const { id } = await system.create(prompt("film that arrives"));
  await system.until(id, "succeeded");
  const stuck = async () => {
    const kinds = await Promise.all(ids.map(async (id) => (await system.get(id)).error?.kind));
    return kinds.every((kind) => kind === "download");
  };
  expect(await waitFor(stuck, { timeoutMs: 60_000 })).toBe(true);
});

const BATCH = {
  model: "wan2.2-t2i-flash",
  input: { prompt: "four pictures" },
  parameters: { n: 4 },
};

it("keeps the files of a batch when one link is dead, and names what is missing (G6)", async () => {
  await using system = await startServedSystem({ simulator: { linkLifeMs: 20_000 } });
  system.simulator.script({
    on: "download",
    times: 1_000,
    match: { pathEndsWith: "-2.png" },
    do: { kind: "status", status: 404, code: "NoSuchKey", message: "gone" },
  });
  await system.startWorker();
  const { id } = await system.create(BATCH);
  const partial = await waitFor(
    async () => {
      const generation = await system.get(id);
      return generation.output !== null && generation;
    },
    { timeoutMs: 60_000 },
  );
  const names = ["image-1.png", "image-3.png", "image-4.png"];
  expect(partial).toMatchObject({
    status: "archiving",
    output: {
      files: names.map((name) => ({ name })),
      missing: [{ name: "image-2.png", kind: "download", code: "404" }],
    },
    error: { kind: "download", charged: true },
  });
  const file = await system.fetch(partial.output?.files[1]?.url ?? "", { headers: CLOSE });
  expect([file.status, file.headers.get("content-type")]).toEqual([200, "image/png"]);

  const ended = await system.until(id, "succeeded", "failed");
  expect(ended).toMatchObject({
    status: "succeeded",
    attempts: 1,
    output: {
      files: names.map((name) => ({ name })),
      missing: [{ name: "image-2.png", kind: "expired" }],
    },
    error: null,
  });
  const downloads = system.simulator.requests().filter(({ operation }) => operation === "download");
  const times = (suffix: string) => downloads.filter(({ path }) => path.endsWith(suffix)).length;
  expect([times("-1.png"), times("-3.png"), times("-4.png")]).toEqual([1, 1, 1]);
  expect(times("-2.png")).toBeGreaterThan(1);
});
