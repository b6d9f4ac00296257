import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { GenerationView } from "@dashqueue/queue";
import { connectProducer } from "@dashqueue/queue";
import type { Simulator, SimulatorOptions } from "@dashqueue/simulator";
import { startSimulator } from "@dashqueue/simulator";
import type { AppProcess } from "@dashqueue/testing";
import { startBundledApp, testRedis, waitFor } from "@dashqueue/testing";

export const EXAMPLE = JSON.parse(
  readFileSync(new URL("../examples/image-reference.json", import.meta.url), "utf8"),
) as { model: string; input: Record<string, unknown>; parameters: Record<string, unknown> };

const KEY = "sk-simulator";
export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

/**
 * Tasks end within half a second. The provider takes create requests as fast as they arrive,
 * because on a busy machine they do not arrive as evenly as they were sent; it still limits
 * concurrency.
 */
const DEFAULTS: SimulatorOptions = {
  pendingMs: 100,
  runningMs: 400,
  limits: { [EXAMPLE.model]: { submitsPerSecond: 1_000, maxInFlight: 2 } },
};

export interface SystemOptions {
  readonly simulator?: SimulatorOptions;
  readonly redisUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Real workers, as an operator runs them, against a simulator in the test's own process. */
export interface System extends AsyncDisposable {
  readonly simulator: Simulator;
  /** The folder of the archive. */
  readonly archive: string;
  readonly env: Readonly<Record<string, string>>;
  startWorker(env?: Readonly<Record<string, string>>): Promise<AppProcess>;
  /** Submits the example with these changes. */
  create(changes?: Record<string, unknown>): Promise<GenerationView>;
  get(id: string): Promise<GenerationView>;
  /** Waits until a generation has one of these statuses. */
  until(id: string, ...statuses: GenerationView["status"][]): Promise<GenerationView>;
  cancel(id: string): Promise<GenerationView>;
}

/** A system with the producer's process, over which it submits. */
export interface ServedSystem extends System {
  readonly producer: AppProcess;
  create(
    changes?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<GenerationView>;
  fetch(path: string, init?: HttpRequest): Promise<Response>;
}

interface HttpRequest extends RequestInit {
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A server may close an idle connection just as a request is sent on it. On a busy machine that
 * happens, so requests do not share connections.
 */
export const CLOSE = { connection: "close" };

/** Starts a system that submits as another service does, without the producer's process. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  await using stack = new AsyncDisposableStack();
  const outside = await startOutside(stack, options);
  const { env } = outside;
  const producer = await connectProducer({
    redisUrl: env.REDIS_URL,
    prefix: env.DASHQUEUE_PREFIX,
    baseUrl: env.DASHSCOPE_HTTP_BASE_URL,
    webhooksSigned: true,
    privateWebhookHosts: [env.WEBHOOK_PRIVATE_HOSTS],
  });
  stack.defer(() => producer.close());
  return systemOf(stack.move(), outside, {
    async create(changes = {}) {
      const enqueued = await producer.enqueue({ ...EXAMPLE, ...changes });
      if (enqueued.kind !== "accepted") throw new Error(JSON.stringify(enqueued));
      return enqueued.generation;
    },
    get: async (id) => known(id, await producer.get(id)),
    cancel: async (id) => known(id, await producer.cancel(id)),
  });
}

function known(id: string, generation: GenerationView | null): GenerationView {
  if (generation === null) throw new Error(`${id} does not exist`);
  return generation;
}

/** Starts a system with the producer's process. */
export async function startServedSystem(options: SystemOptions = {}): Promise<ServedSystem> {
  await using stack = new AsyncDisposableStack();
  const outside = await startOutside(stack, options);
  const producer = stack.use(await startBundledApp("producer", outside.env));
  const call = (path: string, init: HttpRequest = {}) =>
    fetch(`${producer.url}${path}`, { ...init, headers: { ...CLOSE, ...init.headers } });
  const calls = {
    async create(changes: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
      const response = await call("/v1/generations", {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ ...EXAMPLE, ...changes }),
      });
      if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as GenerationView;
    },
    get: async (id: string) =>
      (await (await call(`/v1/generations/${id}`)).json()) as GenerationView,
    async cancel(id: string) {
      const response = await call(`/v1/generations/${id}/cancel`, { method: "POST" });
      return (await response.json()) as GenerationView;
    },
  };
  return { ...systemOf(stack.move(), outside, calls), ...calls, producer, fetch: call };
}

type Calls = Pick<System, "create" | "get" | "cancel">;

function systemOf(
  owned: AsyncDisposableStack,
  outside: Pick<System, "simulator" | "archive" | "env">,
  calls: Calls,
): System {
  return {
    ...outside,
    ...calls,
    startWorker: async (own = {}) =>
      owned.use(await startBundledApp("worker", { ...outside.env, ...own })),
    until: (id, ...statuses) =>
      waitFor(
        async () => {
          const generation = await calls.get(id);
          return statuses.includes(generation.status) && generation;
        },
        { timeoutMs: 100_000, everyMs: 100 },
      ),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The simulator, a folder for the archive, and the environment of all processes. */
async function startOutside(stack: AsyncDisposableStack, options: SystemOptions) {
  const archive = await mkdtemp(path.join(tmpdir(), "dashqueue-archive-"));
  stack.defer(() => rm(archive, { recursive: true, force: true }));
  const simulator = stack.use(await startSimulator({ ...DEFAULTS, ...options.simulator }));
  const { url, prefix } = testRedis();
  const env = {
    REDIS_URL: options.redisUrl ?? url,
    DASHQUEUE_PREFIX: prefix,
    ARCHIVE_URL: `file:${archive}`,
    DASHSCOPE_API_KEY: KEY,
    DASHSCOPE_HTTP_BASE_URL: simulator.baseUrl,
    // The simulator's task list does not lag.
    RECONCILE_AFTER_MS: "1000",
    REPAIR_INTERVAL_MS: "1000",
    PROBE_INTERVAL_MS: "1000",
    POLL_MIN_MS: "100",
    POLL_MAX_MS: "200",
    WEBHOOK_SECRET,
    WEBHOOK_PRIVATE_HOSTS: "127.0.0.1",
    PRODUCER_PORT: "0",
    WORKER_PORT: "0",
    DASHBOARD_PORT: "0",
    ...options.env,
  };
  return { simulator, archive, env };
}

export function prompt(text: string): { input: Record<string, unknown> } {
  return { input: { ...EXAMPLE.input, prompt: text } };
}

/** Submits films with these numbers, one after the other; returns their ids. */
export async function createFilms(system: System, ...numbers: number[]): Promise<string[]> {
  const ids: string[] = [];
  for (const number of numbers) ids.push((await system.create(prompt(`film ${number}`))).id);
  return ids;
}
