import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { BATCH_LIMIT } from "@dashqueue/queue/internal";
import { readOptions, wholeNumberOption } from "@dashqueue/service/command-line";
import { startApp, startRedis } from "@dashqueue/testing";

/** How often the other caller submits. */
const SUBMIT_MS = 20;
/** How often the memory is read. */
const MEMORY_MS = 200;
/** How long it submits alone, to compare. */
const ALONE_MS = 5_000;
const WARM_UP = 500;

const { lines } = readOptions(
  {
    usage: "npm run bench:batch -- [options]",
    about: "Measures how long a batch takes, and what it costs the caller beside it.",
    options: {
      lines: { type: "string", default: "10000", description: "how many generations" },
    },
  },
  (values) => ({ lines: wholeNumberOption("lines", values.lines, 1, BATCH_LIMIT) }),
);

await using stack = new AsyncDisposableStack();
const archive = await mkdtemp(path.join(tmpdir(), "dashqueue-bench-"));
stack.defer(() => rm(archive, { recursive: true, force: true }));
const redis = stack.use(await startRedis({ appendOnly: true }));
const producer = stack.use(
  await startApp("producer", {
    REDIS_URL: redis.url,
    ARCHIVE_URL: `file:${archive}`,
    PRODUCER_PORT: "0",
  }),
);

function requestOf(index: number) {
  return {
    model: "wan2.1-vace-plus",
    input: {
      function: "image_reference",
      prompt: `film ${index} `.padEnd(100, "a film of a forest "),
      ref_images_url: ["https://images.example/1.png"],
    },
    parameters: { size: "1280*720", obj_or_bg: ["obj"] },
  };
}

async function post(place: string, type: string, body: string): Promise<void> {
  const headers = { "content-type": type };
  const answer = await fetch(producer.url + place, { method: "POST", headers, body });
  const text = await answer.text();
  if (answer.status !== 202) throw new Error(`${answer.status}: ${text}`);
}

const submitOne = (index: number) =>
  post("/v1/generations", "application/json", JSON.stringify(requestOf(index)));

/** Calls a function at intervals while some work goes on. */
async function during<T>(
  work: Promise<unknown>,
  everyMs: number,
  call: (index: number) => Promise<T>,
) {
  const end = new AbortController();
  void work.finally(() => end.abort());
  const calls: Promise<T>[] = [];
  while (!end.signal.aborted) {
    calls.push(call(calls.length));
    await sleep(everyMs);
  }
  return Promise.all(calls);
}

async function latencyMs(index: number): Promise<number> {
  const begun = performance.now();
  await submitOne(index);
  return performance.now() - begun;
}

async function memoryMb(): Promise<number> {
  const metrics = await (await fetch(`${producer.url}/metrics`)).text();
  const [, bytes] = /^process_resident_memory_bytes ([\d.e+]+)$/m.exec(metrics) ?? [];
  return Number(bytes) / 1e6;
}

function latencyText(latencies: readonly number[]): string {
  const sorted = latencies.toSorted((one, other) => one - other);
  const at = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] ?? 0).toFixed(0);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms (${sorted.length} submissions)`;
}

for (let index = 0; index < WARM_UP; index += 50)
  await Promise.all(Array.from({ length: 50 }, (_, more) => submitOne(index + more)));
const alone = await during(sleep(ALONE_MS), SUBMIT_MS, latencyMs);
const before = await memoryMb();

const text = Array.from({ length: lines }, (_, index) => JSON.stringify(requestOf(index))).join(
  "\n",
);
const begun = performance.now();
const accepted = post("/v1/batches", "application/jsonl", text).then(
  () => performance.now() - begun,
);
const [ms, memory, meanwhile] = await Promise.all([
  accepted,
  during(accepted, MEMORY_MS, memoryMb),
  during(accepted, SUBMIT_MS, latencyMs),
]);

const most = Math.max(...memory);
console.log(`${lines} lines, ${(text.length / 1e6).toFixed(1)} MB: ${(ms / 1_000).toFixed(1)} s`);
console.log(
  `memory of the producer: ${before.toFixed(0)} MB before, ${most.toFixed(0)} MB at most`,
);
console.log(`another caller, alone:     ${latencyText(alone)}`);
console.log(`another caller, meanwhile: ${latencyText(meanwhile)}`);
