import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { connectPatiently } from "@dashqueue/queue/internal";
import { readOptions, wholeNumberOption } from "@dashqueue/service/command-line";
import type { AppProcess } from "@dashqueue/testing";
import { startApp, startRedis } from "@dashqueue/testing";

import { added, scaled } from "../../capacity/readings.ts";
import { PREFIX } from "../../capacity/redis-memory.ts";
import type { Spent } from "../engine/spent.ts";
import { spentBy } from "../engine/spent.ts";
import { load } from "./load.ts";

const CONNECTIONS = 64;
const WARM_UP = 1_000;

const { requests, profileFolder } = readOptions(
  {
    usage: "npm run bench:producer -- [options]",
    about: "Measures what a submission costs, beside the least that a producer does.",
    options: {
      requests: { type: "string", default: "10000", description: "how many submissions" },
      profile: { type: "string", description: "a folder for the CPU profile of the producer" },
    },
  },
  (values) => ({
    requests: wholeNumberOption("requests", values.requests, 1),
    profileFolder: values.profile,
  }),
);

await using stack = new AsyncDisposableStack();
const archive = await mkdtemp(path.join(tmpdir(), "dashqueue-bench-"));
stack.defer(() => rm(archive, { recursive: true, force: true }));
const profile = profileFolder === undefined ? {} : profiling(profileFolder);

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
