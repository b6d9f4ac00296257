import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { openArchive } from "@dashqueue/archive";
import type { Archive } from "@dashqueue/archive";
import { MODELS } from "@dashqueue/dashscope";
import {
  acceptsWrites,
  connectFailingFast,
  connectPatiently,
  createBulkOperations,
  createKeys,
  openProducerQueue,
  submitQueue,
} from "@dashqueue/queue/internal";
import type { BulkOperations, Generation, JobData, ProducerQueue } from "@dashqueue/queue/internal";
import { createLogger, listen } from "@dashqueue/service";
import { testRedis, waitFor } from "@dashqueue/testing";
import { Queue, Worker } from "bullmq";
import type { Processor } from "bullmq";
import type { Redis } from "ioredis";

import { createAdapters } from "../src/adapters.ts";
import { createApp } from "../src/app.ts";
import type { Role } from "../src/auth/users.ts";
import { createLoginCheck, ROLES } from "../src/auth/users.ts";
import { openBoard } from "../src/board/board.ts";
import { createMetrics } from "../src/metrics.ts";
import { createRecordWrite } from "../src/writes/record-write.ts";

export const MODEL = "wan2.1-vace-plus";
export const SUBMIT = submitQueue(MODEL);
const LOGINS = ROLES.map((role) => ({ name: role, role, password: "open sesame" }));
/** The user of each role has its name. */
export const authorizationOf = (role: Role) =>
  `Basic ${Buffer.from(`${role}:open sesame`).toString("base64")}`;
export const HTTP_CREDENTIALS = { username: "admin", password: "open sesame" };
export const AUTHORIZATION = authorizationOf("admin");

export const EXAMPLE = JSON.parse(
  readFileSync(new URL("../../../examples/image-reference.json", import.meta.url), "utf8"),
) as { readonly input: { readonly prompt: string } };

export interface RunningDashboard extends AsyncDisposable {
  readonly url: string;
  readonly redis: Redis;
  readonly prefix: string;
  readonly producer: ProducerQueue;
  readonly adapters: ReturnType<typeof createAdapters>;
  readonly operations: BulkOperations;
  readonly archive: Archive;
  /** The folder of the archive, unless another archive was given. */
  readonly archiveFolder: string;
  /** The parsed log lines. */
  readonly log: readonly Record<string, unknown>[];
  /** Sends the login unless `headers` override it. */
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  /** Sends a write like the board's own page. */
  readonly write: (
    method: string,
    path: string,
    options?: { readonly body?: unknown; readonly headers?: Record<string, string> },
  ) => Promise<Response>;
  /** Enqueues the example request. */
  readonly enqueue: () => Promise<Generation>;
  readonly queue: (name: string) => Queue<JobData>;
  /** Processes the jobs of a queue until the dashboard is disposed. */
  readonly work: (name: string, processor: Processor<JobData>) => Worker<JobData>;
}

/** Runs the dashboard's app on a free port with a real Redis. */
export async function startDashboard(
  options: { readonly redisUrl?: string; readonly archive?: Archive } = {},
): Promise<RunningDashboard> {
  await using stack = new AsyncDisposableStack();
  const test = testRedis();
  const redisUrl = options.redisUrl ?? test.url;
  const { prefix } = test;
  const redis = stack.adopt(connectFailingFast(redisUrl, prefix), (redis) => redis.disconnect());
  redis.on("error", () => {});
  const producer = openProducerQueue(redis, prefix, {
    privateWebhookHosts: [],
    webhooksSigned: true,
  });
  stack.defer(() => producer.close());

  const archiveFolder = await mkdtemp(path.join(tmpdir(), "dashqueue-archive-"));
  stack.defer(() => rm(archiveFolder, { recursive: true }));
  const archive = options.archive ?? (await openArchive({ kind: "folder", folder: archiveFolder }));
  const log: Record<string, unknown>[] = [];
  const logger = createLogger("test", {
    level: "trace",
    pretty: false,
    destination: { write: (line) => log.push(JSON.parse(line) as Record<string, unknown>) },
  });
  const { registry, countWrite } = createMetrics();
  const adapters = createAdapters(redis, createKeys(prefix), Date.now);
  stack.defer(() => adapters.close());
  const { store, audit } = adapters;
  const findUser = createLoginCheck(LOGINS);
  const recordWrite = createRecordWrite({ audit, logger, count: countWrite, now: Date.now });
  const board = openBoard({ redis, prefix, store, findUser, recordWrite });
  stack.defer(() => board.close());
  const keys = createKeys(prefix);
  const operations = createBulkOperations({ redis, keys, confirm: async () => {} });
  const ready = () => acceptsWrites(redis, createKeys(prefix).readiness);
  const app = createApp({
    ...adapters,
    redisState: async () => ({ durability: "fsync", memory: await adapters.readMemory() }),
    queue: producer,
    models: () => MODELS,
    operations,
    recordWrite,
    findUser,
    health: { ready, registry },
    board: board.router,
    archive,
    logger,
    now: Date.now,
  });
  const { url, close } = await listen(app, { HOST: "127.0.0.1", APP_PORT: 0 }, "APP_PORT");
  stack.defer(close);

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      headers: { authorization: AUTHORIZATION, ...headers },
      redirect: "manual",
    });
  if (options.redisUrl === undefined) await waitFor(async () => (await get("/readyz")).ok);

  const owned = stack.move();
  return {
    url,
    redis,
    prefix,
    producer,
    adapters,
    operations,
    archive,
    archiveFolder,
    log,
    get,
    write: (method, path, { body, headers = {} } = {}) =>
      fetch(url + path, {
        method,
        headers: {
          authorization: AUTHORIZATION,
          origin: url,
          "sec-fetch-site": "same-origin",
          "content-type": "application/json",
          ...headers,
        },
        body: body === undefined ? null : JSON.stringify(body),
      }),
    async enqueue() {
      const enqueued = await producer.enqueue(EXAMPLE);
      if (enqueued.kind !== "accepted")
        throw new Error(`not accepted: ${JSON.stringify(enqueued)}`);
      return enqueued.generation;
    },
    queue: (name) =>
      owned.adopt(new Queue<JobData>(name, { connection: redis, prefix }), (queue) =>
        queue.close(),
      ),
    work(name, processor) {
      const connection = owned.adopt(connectPatiently(redisUrl, prefix), (redis) =>
        redis.disconnect(),
      );
      connection.on("error", () => {});
      const worker = new Worker<JobData>(name, processor, { connection, prefix, drainDelay: 1 });
      worker.on("error", () => {});
      return owned.adopt(worker, (worker) => worker.close());
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A queue and its newest jobs as the API of the board returns them. */
export interface ShownQueue {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly isPaused: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly jobs: readonly (Record<string, unknown> & {
    readonly id: string;
    readonly name: string;
  })[];
}

/** Sends the query that the board's page sends every few seconds. */
export async function shownQueues(
  dashboard: Pick<RunningDashboard, "get">,
  active = SUBMIT,
): Promise<readonly ShownQueue[]> {
  const answer = await dashboard.get(
    `/queues/api/queues?activeQueue=${active}&page=1&jobsPerPage=10`,
  );
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { queues: ShownQueue[] }).queues;
}
