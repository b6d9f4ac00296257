import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import type { BeforeHook } from "@bull-board/api/dist/types.js";
import type { GenerationStore } from "@dashqueue/queue/internal";
import { redact, redactEntry } from "@dashqueue/service";
import { Queue } from "bullmq";
import { Router } from "express";
import type { Express, RequestHandler } from "express";
import type { Redis } from "ioredis";

import { BOARD_PATH } from "../paths.ts";
import { createAnswerHook, tellLanguage } from "./answers.ts";
import { nameOf } from "./job-text.ts";
import { PageAdapter } from "./page-adapter.ts";
import { shownQueues } from "./shown-queues.ts";
import type { ShownQueue } from "./shown-queues.ts";
import type { FindUser } from "../auth/users.ts";
import type { RecordWrite } from "../writes/record-write.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import { checkWrite } from "./write-policy.ts";

export interface BoardPorts {
  /** Shared; the board does not close it. */
  readonly redis: Redis;
  readonly prefix: string;
  readonly store: Pick<GenerationStore, "models" | "get">;
  readonly findUser: FindUser;
  readonly recordWrite: RecordWrite;
}

export interface Board {
  /** Serves Bull Board's page and API. Mount it at `BOARD_PATH`. */
  readonly router: RequestHandler;
  readonly close: () => Promise<void>;
}

interface OpenQueue {
  readonly queue: Queue;
  readonly adapter: BullMQAdapter;
  readonly shown: ShownQueue;
}

/** Opens Bull Board for all queues of this prefix. Viewing it writes nothing to Redis. */
export function openBoard(ports: BoardPorts): Board {
  const { redis, prefix, store } = ports;
  const open = new Map<string, OpenQueue>();
  const serverAdapter = new PageAdapter().setBasePath(BOARD_PATH);
  const { addQueue, removeQueue } = createBullBoard({
    queues: [],
    serverAdapter,
    options: {
      handlerHooks: {
        before: createGuard(ports),
        after: createAnswerHook({ ...ports, shownQueue: (name) => open.get(name)?.shown }),
      },
    },
  });
  // Passes errors on to the error handlers of the app, which recognize an unreachable Redis.
  serverAdapter.setErrorHandler((error) => {
    throw error;
  });

  function openQueue(shown: ShownQueue): void {
    const queue = new Queue(shown.name, {
      connection: redis,
      prefix,
      skipWaitingForReady: true,
      skipMetasUpdate: true,
    });
    // The shared connection reports errors already; without a listener one would end the process.
    queue.on("error", () => {});
    open.set(shown.name, { queue, adapter: adapterOf(queue), shown });
  }

  /**
   * Adds the queues of new models, and removes those of models that were forgotten. Rejects when
   * Redis does not answer.
   */
  async function refresh(): Promise<void> {
    const queues = shownQueues(await store.models());
    const names = new Set(queues.map(({ name }) => name));
    for (const [name, { queue }] of open) {
      if (names.has(name)) continue;
      removeQueue(name);
      open.delete(name);
      queue.close().catch(() => {});
    }
    const added = queues.filter(({ name }) => !open.has(name));
    if (added.length === 0) return;
    added.forEach(openQueue);
    // The board lists queues in the order in which they were added.
    for (const { name } of queues) removeQueue(name);
    for (const { name } of queues) {
      const adapter = open.get(name)?.adapter;
      if (adapter) addQueue(adapter);
    }
  }

  const bullBoard = (serverAdapter.getRouter() as Express).disable("x-powered-by");
  // Formatters skip failed reasons, stack traces, logs, options and flows; this replacer sees
  // everything that the board sends (G7).
  bullBoard.set("json replacer", redactEntry);

  return {
    router: refreshingRouter(refresh, bullBoard),
    async close() {
      await Promise.all([...open.values()].map(({ queue }) => queue.close()));
    },
  };
}

/** Refreshes on request, because the page polls every few seconds; no timer has to run. */
function refreshingRouter(refresh: () => Promise<void>, bullBoard: RequestHandler): Router {
  const router = Router().use(tellLanguage);
  router.use(async (request, response, next) => {
    if (!request.path.startsWith("/static/")) {
      response.set("Cache-Control", "no-store");
      await refresh();
    }
    next();
  });
  return router.use(bullBoard);
}

function adapterOf(queue: Queue): BullMQAdapter {
  const adapter = new BullMQAdapter(queue);
  // Where the answers are not changed, as in a flow.
  adapter.setFormatter("name", (job) => String(redact(nameOf(job, null, TRANSLATIONS.en))));
  adapter.setFormatter("data", redact);
  adapter.setFormatter("progress", redact);
  adapter.setFormatter("returnValue", redact);
  return adapter;
}

/** Bull Board's own options only hide buttons. This hook runs before each of its routes. */
function createGuard({ findUser, recordWrite }: BoardPorts): BeforeHook {
  return async ({ method, route, request }) => {
    if (method === "get") return { allow: true };
    const user = findUser(request.headers["authorization"]);
    if (user === null) throw new Error("a request without a login has reached the board");
    const verdict = checkWrite(user, method, route);
    const { queueName, jobId, queueStatus } = request.params as Params;
    const target = [queueName, jobId ?? queueStatus].filter((part) => part !== undefined);
    await recordWrite({
      user,
      action: `${method} ${route}`,
      target: target.length === 0 ? null : target.join(" "),
      allowed: verdict.allowed,
    });
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
