import { redact, redactEntry } from "@dashqueue/service";
import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import type { BeforeHook } from "@bull-board/api/dist/types.js";
import { ExpressAdapter } from "@bull-board/express";
import type { GenerationStore } from "@dashqueue/queue/internal";
import { Queue } from "bullmq";
import type { Express, RequestHandler } from "express";
import type { Redis } from "ioredis";

import { linkOf, nameOf, progressOf } from "./job-text.ts";
import { queuesOf, type ShownQueue } from "./queue-list.ts";
import type { Write } from "./write-log.ts";
import { judge } from "./write-policy.ts";

export interface BoardPorts {
  /** Shared: the board doesn't close it. */
  readonly redis: Redis;
  readonly prefix: string;
  readonly store: Pick<GenerationStore, "models">;
  readonly onWrite: (write: Write) => void;
}

export interface Board {
  /** The page and its API; to be mounted at the base path. */
  readonly router: RequestHandler;
  /** Adds the queues of new models. Rejects when Redis doesn't answer. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** Opens Bull Board over all queues of this prefix. Looking at it writes nothing to Redis. */
export function openBoard(basePath: string, { redis, prefix, store, onWrite }: BoardPorts): Board {
  const open = new Map<string, { readonly queue: Queue; readonly adapter: BullMQAdapter }>();
  const serverAdapter = new ExpressAdapter().setBasePath(basePath);
  const { addQueue, removeQueue } = createBullBoard({
    queues: [],
    serverAdapter,
    options: { uiConfig: UI, handlerHooks: { before: createGuard(onWrite) } },
  });
  // What fails goes on to the app's own error handlers, which know what Redis away looks like.
  serverAdapter.setErrorHandler((error) => {
    throw error;
  });

  const app = (serverAdapter.getRouter() as Express).disable("x-powered-by");
  // Formatters leave out failed reasons, stack traces, logs, options and flows: this sees all that it writes (G7).
  app.set("json replacer", redactEntry);

  function openQueue(shown: ShownQueue): void {
    const queue = new Queue(shown.name, {
      connection: redis,
      prefix,
      skipWaitingForReady: true,
      skipMetasUpdate: true,
    });
    // Told by the connection already; without a listener it would end the process.
    queue.on("error", () => {});
    open.set(shown.name, { queue, adapter: adapterOf(queue, shown) });
  }

  return {
    router: app,
    async refresh() {
      const queues = queuesOf(await store.models());
      const added = queues.filter(({ name }) => !open.has(name));
      if (added.length === 0) return;
      added.forEach(openQueue);
      // The board shows them in the order in which they were added.
      for (const { name } of queues) removeQueue(name);
      for (const { name } of queues) {
        const adapter = open.get(name)?.adapter;
        if (adapter) addQueue(adapter);
      }
    },
    async close() {
      await Promise.all([...open.values()].map(({ queue }) => queue.close()));
    },
  };
}

const UI = {
  boardTitle: "dashqueue",
  hideDocsLink: true,
  // As added: submit, poll, archive, notify.
  sortQueues: false,
  // Status, task and polls; the data of a job only repeats its name.
  jobDetails: { defaultTab: "Progress" },
} as const;

function adapterOf(queue: Queue, { displayName, description }: ShownQueue): BullMQAdapter {
  const adapter = new BullMQAdapter(queue, { displayName, description, externalJobUrl: linkOf });
  adapter.setFormatter("name", (job) => String(redact(nameOf(job))));
  adapter.setFormatter("data", redact);
  adapter.setFormatter("progress", (progress) => redact(progressOf(progress)));
  adapter.setFormatter("returnValue", redact);
  return adapter;
}

/** Bull Board's own options only hide buttons; this is asked before any of its routes runs. */
function createGuard(onWrite: BoardPorts["onWrite"]): BeforeHook {
  return ({ method, route, request }) => {
    const verdict = judge(method, route);
    if (method !== "get") {
      const { queueName = null, jobId = null, queueStatus = null } = request.params as Params;
      const queue = queueName;
      onWrite({
        route: `${method} ${route}`,
        queue,
        job: jobId,
        queueStatus,
        allowed: verdict.allowed,
      });
    }
    return verdict.allowed
      ? { allow: true }
      : { allow: false, status: 403, message: verdict.reason };
  };
}

interface Params {
  readonly queueName?: string;
  readonly jobId?: string;
  readonly queueStatus?: string;
}
