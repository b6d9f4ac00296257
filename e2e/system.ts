import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { GenerationView } from "@dashqueue/queue/internal";
import type { Simulator, SimulatorOptions } from "@dashqueue/simulator";
import { startSimulator } from "@dashqueue/simulator";
import type { AppProcess } from "@dashqueue/testing";
import { startApp, testRedis, waitFor } from "@dashqueue/testing";

export const EXAMPLE = JSON.parse(
  readFileSync(new URL("../examples/image-reference.json", import.meta.url), "utf8"),
) as { model: string; input: Record<string, unknown>; parameters: Record<string, unknown> };

const KEY = "sk-simulator";
export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

/** A task that is quick to watch. */
const QUICK: SimulatorOptions = { pendingMs: 100, runningMs: 400 };

export interface SystemOptions {
  readonly simulator?: SimulatorOptions;
  readonly redisUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The real processes, as an operator runs them, against a simulator in this one. */
export interface System extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly producer: AppProcess;
  readonly archive: string;
  readonly env: Readonly<Record<string, string>>;
  startWorker(env?: Readonly<Record<string, string>>): Promise<AppProcess>;
  /** Sends the example, changed as told. */
  create(
    changes?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<GenerationView>;
  get(id: string): Promise<GenerationView>;
  /** Waits until a generation is in one of these statuses. */
  until(id: string, ...statuses: GenerationView["status"][]): Promise<GenerationView>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

export async function startSystem(options: SystemOptions = {}): Promise<System> {
  await using stack = new AsyncDisposableStack();
  const archive = await mkdtemp(path.join(tmpdir(), "dashqueue-archive-"));
  stack.defer(() => rm(archive, { recursive: true, force: true }));
  const simulator = stack.use(await startSimulator({ ...QUICK, ...options.simulator }));
  const { url, prefix } = testRedis();
  const env = {
    REDIS_URL: options.redisUrl ?? url,
    DASHQUEUE_PREFIX: prefix,
    ARCHIVE_URL: `file:${archive}`,
    DASHSCOPE_API_KEY: KEY,
    DASHSCOPE_HTTP_BASE_URL: simulator.baseUrl,
    // The simulator's list does not lag.
    RECONCILE_AFTER_MS: "1000",
    POLL_MIN_MS: "100",
    POLL_MAX_MS: "200",
    WEBHOOK_SECRET,
    WEBHOOK_PRIVATE_HOSTS: "127.0.0.1",
    PRODUCER_PORT: "0",
    WORKER_PORT: "0",
    DASHBOARD_PORT: "0",
    ...options.env,
  };
  const producer = stack.use(await startApp("producer", env));

  const get = async (id: string) =>
    (await (await fetch(`${producer.url}/v1/generations/${id}`)).json()) as GenerationView;
  const owned = stack.move();
  return {
    simulator,
    producer,
    archive,
    env,
    get,
    fetch: (path, init) => fetch(`${producer.url}${path}`, init),
    startWorker: async (own = {}) => owned.use(await startApp("worker", { ...env, ...own })),
    async create(changes = {}, headers = {}) {
      const response = await fetch(`${producer.url}/v1/generations`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ ...EXAMPLE, ...changes }),
      });
      if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as GenerationView;
    },
    until: (id, ...statuses) =>
      waitFor(
        async () => {
          const generation = await get(id);
          return statuses.includes(generation.status) && generation;
        },
        { timeoutMs: 60_000, everyMs: 50 },
      ),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export function prompt(text: string): { input: Record<string, unknown> } {
  return { input: { ...EXAMPLE.input, prompt: text } };
}
