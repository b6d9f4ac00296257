import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

import { connectPatiently } from "@dashqueue/queue/internal";
import type { AppProcess } from "@dashqueue/testing";
import { startApp, startRedis } from "@dashqueue/testing";

import { added, scaled } from "../../capacity/readings.ts";
import { PREFIX } from "../../capacity/redis-memory.ts";
import type { Spent } from "../engine/spent.ts";
import { spentBy } from "../engine/spent.ts";
import { load } from "./load.ts";

const CONNECTIONS = 64;
const WARM_UP = 1_000;

const { values } = parseArgs({
  options: { requests: { type: "string", default: "10000" }, profile: { type: "string" } },
});
const requests = Number(values.requests);

await using stack = new AsyncDisposableStack();
const archive = await mkdtemp(path.join(tmpdir(), "dashqueue-bench-"));
stack.defer(() => rm(archive, { recursive: true, force: true }));
const profile = values.profile === undefined ? {} : profiling(values.profile);

async function measure(start: (redisUrl: string) => Promise<AppProcess>): Promise<Spent> {
  await using redis = await startRedis({ appendOnly: true });
  await using app = await start(redis.url);
  const connection = connectPatiently(redis.url, PREFIX);
  const url = `${app.url}/v1/generations`;
  await load({ url, requests: WARM_UP, connections: CONNECTIONS, bodyOf });
  const before = await spentBy(app, connection);
  await load({ url, requests, connections: CONNECTIONS, bodyOf });
  const spent = added(before, await spentBy(app, connection));
  connection.disconnect();
  return scaled(spent, 1 / requests);
}

function profiling(folder: string) {
  return { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` };
}

function bodyOf(index: number): string {
  return JSON.stringify({
    model: "wan2.1-vace-plus",
    input: {
      function: "image_reference",
      prompt: `film ${index} `.padEnd(100, "a film of a forest "),
      ref_images_url: ["https://images.example/1.png"],
    },
    parameters: { size: "1280*720", obj_or_bg: ["obj"] },
  });
}

const baseline = path.join(import.meta.dirname, "express-and-queue.ts");
const rows = {
  "express and queue.add": await measure((redisUrl) =>
    startApp("baseline", { REDIS_URL: redisUrl }, { script: baseline }),
  ),
  dashqueue: await measure((redisUrl) =>
    startApp("producer", {
      REDIS_URL: redisUrl,
      ARCHIVE_URL: `file:${archive}`,
      PRODUCER_PORT: "0",
      ...profile,
    }),
  ),
};
for (const [name, { ms, app, redis }] of Object.entries(rows)) {
  const cells = [(1_000 / ms).toFixed(0), `${app.toFixed(2)} ms`, `${redis.toFixed(2)} ms`];
  console.log(`| ${[name, ...cells].join(" | ")} |`);
}
