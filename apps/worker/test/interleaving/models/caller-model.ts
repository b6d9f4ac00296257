import type { Keys } from "@dashqueue/queue/internal";
import { createGenerationStore, createProducerQueue } from "@dashqueue/queue/internal";

import { isPaid } from "./model-task.ts";
import type { ProviderModel } from "./provider-model.ts";
import type { QueuesModel } from "./queues-model.ts";
import type { RedisModel } from "./redis-model.ts";
import type { Move, Process, Scheduler } from "../scheduler.ts";
import { MODEL } from "./worker-model.ts";

/**
 * A caller that submits a generation, may cancel it, and may resolve it after reading the
 * provider's console.
 */
export interface Caller {
  moves(): readonly Move[];
}

export interface CallerPorts {
  readonly scheduler: Scheduler;
  readonly redis: RedisModel;
  readonly queues: QueuesModel;
  readonly provider: ProviderModel;
  readonly keys: Keys;
  readonly tellsTruth: boolean;
  now(): number;
}

/** What a caller submits. */
interface Submitted {
  readonly id: string;
  readonly prompt: string;
  readonly tenant: string;
  readonly maxQueueSeconds: number | null;
}

/**
 * The real `ProducerQueue` over the models. Its producer may crash at every step; another producer
 * takes the next call.
 */
export function createCaller(
  { id, prompt, tenant, maxQueueSeconds: max_queue_seconds }: Submitted,
  ports: CallerPorts,
): Caller {
  const { scheduler, redis, queues, keys, now, provider } = ports;
  let producer: Process | null = null;
  let submitted = false;
  let cancels = 0;

  function call(work: (queue: ReturnType<typeof createProducerQueue>) => Promise<unknown>): void {
    const process = { name: `producer of ${id}`, alive: true };
    producer = process;
    const queue = createProducerQueue({
      store: createGenerationStore(redis.connect(process), keys, now),
      hasSecrets: async () => false,
      deliveries: { attempts: async () => [], messageAt: async () => null },
      endpoints: { resume: async () => {} },
      queues: {
        ...queues.connect(process),
        isLive: async () => false,
        isPaused: async () => false,
        addAll: async () => {},
      },
      isPausedByLimits: async () => false,
      holdUps: async () => [],
      tenantHoldUps: async () => [],
      idleStages: async () => new Set(),
      rules: { privateWebhookHosts: [], webhooksSigned: false },
      now,
      newId: () => id,
      newBatchId: () => id,
      quotes: { lineFor: unasked, standingOf: unasked },
    });
    void work(queue)
      .catch(() => {})
      .finally(() => (producer = null));
  }

  const move = (label: string, weight: number, run: () => void): Move => ({
    label: `the caller ${label} ${id}`,
    weight,
    run,
  });

  return {
    moves() {
      const busy = producer;
      if (busy !== null)
        return [
          move("loses its producer of", 0.1, () => (scheduler.kill(busy), (producer = null))),
        ];
      if (!submitted) {
        const input = {
          function: "image_reference",
          prompt,
          ref_images_url: [`https://images.example/${id}.png`],
        };
        return [
          move(
            "submits",
            6,
            () => (
              (submitted = true),
              call((queue) => queue.enqueue({ model: MODEL, input, max_queue_seconds }, { tenant }))
            ),
          ),
        ];
      }
      const status = redis.hget(keys.generation(id), "status");
      const found = status === "uncertain" ? truth(provider, id) : null;
      return [
        ...(cancels < 2 && status !== null
          ? [move("cancels", 0.15, () => ((cancels += 1), call((queue) => queue.cancel(id))))]
          : []),
        ...(found === null
          ? []
          : [
              move("resolves", 0.1, () =>
                call((queue) => queue.resolve(id, found, "an operator", AT_ONCE)),
              ),
            ]),
        ...(status === "uncertain" ? falsehoods(ports, id, prompt) : []).map((wrong) =>
          move("resolves wrongly", 0.05, () =>
            call((queue) => queue.resolve(id, wrong, "an operator", AT_ONCE)),
          ),
        ),
      ];
    },
  };
}

/** No modeled caller asks for a quote. */
const unasked = () => Promise.reject(new Error("not modeled"));

/** The worker checks the claim later. */
const AT_ONCE = { waitMs: 0 };

/** A mistyped task, another generation's task, or none although the list shows one. */
function falsehoods({ provider, tellsTruth }: CallerPorts, id: string, prompt: string): Truth[] {
  const ended = provider.tasks.filter(({ status }) => status === "SUCCEEDED");
  const other = ended.find(({ request }) => request.input["prompt"] !== prompt);
  const isListed = provider.tasks.some(
    (task) => task.generationId === id && task.listed && isPaid(task),
  );
  return [
    { taskId: "task-0" },
    ...(tellsTruth && other !== undefined ? [{ taskId: other.id }] : []),
    ...(tellsTruth && isListed ? [{ created: false } as const] : []),
  ];
}

type Truth = { readonly taskId: string } | { readonly created: false };

/** The console shows the task, or that no create request is in flight and none made a task. */
function truth({ creates, tasks }: ProviderModel, id: string): Truth | null {
  const isOurs = ({ generationId }: { readonly generationId: string }) => generationId === id;
  const task = tasks.find((task) => isOurs(task) && isPaid(task));
  if (task !== undefined) return { taskId: task.id };
  return creates.filter(isOurs).every(({ result }) => result !== null) ? { created: false } : null;
}
