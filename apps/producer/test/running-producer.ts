import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { findModel } from "@dashqueue/dashscope";
import {
  connectFailingFast,
  connectPatiently,
  createKeys,
  createUploadStore,
  openProducerQueue,
  type Change,
  type GenerationStore,
  type GenerationView,
  type Preflight,
  type ProducerQueue,
} from "@dashqueue/queue/internal";
import { createLogger, listen } from "@dashqueue/service";
import { testRedis } from "@dashqueue/testing";

import { ulid } from "ulid";

import { createApp, type ProducerPorts } from "../src/app.ts";
import { createBells } from "../src/events/bells.ts";
import { ringOnChanges } from "../src/events/changes.ts";

export const EXAMPLE = {
  model: "wan2.1-vace-plus",
  input: {
    function: "image_reference",
    prompt: "A girl walks out from a misty forest",
    ref_images_url: ["http://wanx.alicdn.com/material/20250318/image_reference_2_5_16.png"],
  },
  parameters: { size: "1280*720", obj_or_bg: ["obj"] },
};

export type RunningProducer = AsyncDisposable & {
  readonly url: string;
  readonly queue: ProducerQueue;
  readonly store: GenerationStore;
  readonly archiveFolder: string;
  /** Every line it logged, as text. */
  readonly log: readonly string[];
  readonly closing: AbortController;
  /** Posts a JSON body to `/v1/generations`. */
  readonly post: (body: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** Posts the example; rejects when it is not accepted. */
  readonly accept: (extras?: object) => Promise<GenerationView>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  readonly cancel: (id: string) => Promise<Response>;
};

/** The producer's app on a free port, with a real Redis; nothing works on its queue. */
export async function startProducer(
  overrides: Partial<ProducerPorts> & {
    readonly redisUrl?: string;
    readonly privateWebhookHosts?: string[];
    readonly webhooksSigned?: boolean;
    readonly preflight?: Preflight;
  } = {},
): Promise<RunningProducer> {
  const { url: redisUrl, prefix } = testRedis();
  const redis = connectFailingFast(overrides.redisUrl ?? redisUrl);
  const subscriber = connectPatiently(overrides.redisUrl ?? redisUrl);
  for (const connection of [redis, subscriber]) connection.on("error", () => {});
  const bells = createBells();
  ringOnChanges(subscriber, createKeys(prefix).changesChannel, bells);
  const ready = new Promise((resolve) => redis.once("ready", resolve));
  const models = { regions: overrides.regions ?? [], findModel: overrides.findModel ?? findModel };
  const archiveFolder = await mkdtemp(path.join(tmpdir(), "dashqueue-archive-"));
  const uploads = createUploadStore(archiveFolder, Date.now);
  const rules = {
    privateWebhookHosts: overrides.privateWebhookHosts ?? [],
    webhooksSigned: overrides.webhooksSigned ?? true,
    ...models,
  };
  const queue = openProducerQueue(redis, prefix, rules, {
    uploads,
    preflight: overrides.preflight,
  });
  const log: string[] = [];
  const closing = new AbortController();
  const app = createApp({
    queue,
    bells,
    ...models,
    archiveFolder,
    uploads,
    uploadLimitBytes: 100_000,
    newUploadId: () => `upl_${ulid()}`,
    tokens: [],
    ready: async () => (await redis.ping()) === "PONG",
    logger: createLogger("test", {
      level: "trace",
      pretty: false,
      destination: { write: (line) => log.push(line) },
    }),
    closing: closing.signal,
    now: Date.now,
    ...overrides,
  });
  const { url, close } = await listen(app, { host: "127.0.0.1", port: 0 });
  if (overrides.redisUrl === undefined) await ready;

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}/v1/generations`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return {
    url,
    queue,
    store: queue.store,
    archiveFolder,
    log,
    closing,
    post,
    async accept(extras = {}) {
      const answer = await post({ ...EXAMPLE, ...extras });
      if (answer.status !== 202) throw new Error(`${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as GenerationView;
    },
    get: (path, headers = {}) => fetch(url + path, { headers }),
    cancel: (id) => fetch(`${url}/v1/generations/${id}/cancel`, { method: "POST" }),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await close();
      await queue.close();
      redis.disconnect();
      subscriber.disconnect();
      await rm(archiveFolder, { recursive: true });
    },
  };
}

const FILE = { name: "video.mp4", bytes: 10, sha256: "ab".repeat(32), contentType: "video/mp4" };

/** The task of a generation. No two have the same. */
export function taskIdOf(id: string): string {
  return `task-of-${id}`;
}

/** What happens to a generation that goes well, change by change; each must be possible. */
const stepsOf = (id: string): Readonly<Record<"running" | "archiving" | "succeeded", Change>> => ({
  running: {
    kind: "create-answered",
    attempt: 1,
    begun: { begunAt: 0, account: "default", baseUrl: "http://127.0.0.1/api/v1" },
    answer: { kind: "accepted", taskId: taskIdOf(id), requestId: "request-1" },
  },
  archiving: {
    kind: "task-read",
    task: {
      status: "SUCCEEDED",
      id: taskIdOf(id),
      files: [],
      usage: { video_duration: 5, video_ratio: "standard", video_count: 1 },
      origPrompt: "a girl",
      actualPrompt: null,
      endedAt: null,
    },
  },
  succeeded: { kind: "files-archived", files: [FILE] },
});

/** Does to a record what a worker would, until it has this status. */
export async function bring(
  store: GenerationStore,
  id: string,
  to: "submitting" | "running" | "archiving" | "succeeded",
): Promise<void> {
  const lane = { account: "default", model: `lane-of-${id}` };
  const limits = { maxInFlight: 1, intervalMs: 0, raiseMs: 1_000, probeMs: 1_000 };
  const current = await store.get(id);
  if (current?.status === "queued") {
    const begun = await store.begin(id, { lane, baseUrl: "http://127.0.0.1/api/v1", limits });
    if (begun.kind !== "changed") throw new Error(`the attempt did not begin: ${begun.kind}`);
  }
  for (const change of Object.values(stepsOf(id))) {
    if ((await store.get(id))?.status === to) return;
    await store.change(id, change);
  }
  const status = (await store.get(id))?.status;
  if (status !== to) throw new Error(`it is ${status}, not ${to}`);
}
