import type {
  CancelAnswer,
  CreateAnswer,
  CreateRequest,
  DashScopeClient,
  Failure,
  TaskAnswer,
  TaskRow,
} from "@dashqueue/dashscope";
import { FAILURE_POLICY } from "@dashqueue/dashscope";
import type { Archiving, Running } from "@dashqueue/queue";

import type { Place, TaskList, Window } from "./stages/settle.ts";

export interface ProviderPorts {
  /** A client for the host that made a task: elsewhere nobody knows it. */
  client(baseUrl: string): DashScopeClient;
  readonly baseUrl: string;
  /** Waits for this process' turn among all queries of the account (G8). */
  queryTurn(signal: AbortSignal): Promise<void>;
  /** The provider refuses the account itself. */
  refused(failure: Failure): Promise<void>;
  /** For metrics. */
  createAnswered(model: string, answer: CreateAnswer["kind"]): void;
}

/** The provider as the stages see it: every query in turn, every task asked for where it was made. */
export interface Provider {
  create(request: CreateRequest): Promise<CreateAnswer>;
  readTask(generation: Running | Archiving, signal: AbortSignal): Promise<TaskAnswer>;
  cancelTask(generation: Running, signal: AbortSignal): Promise<CancelAnswer>;
  /** Asks about any task of the account. */
  look(place: Place, taskId: string, signal: AbortSignal): Promise<TaskAnswer>;
  /** All pages of the account's tasks of a model. */
  listTasks(place: Place, window: Window, signal: AbortSignal): Promise<TaskList>;
}

export function createProvider(ports: ProviderPorts): Provider {
  /** A task may be another workspace's: that it is refused says nothing of the account. */
  async function look(
    { baseUrl }: { baseUrl: string },
    taskId: string,
    signal: AbortSignal,
  ): Promise<TaskAnswer> {
    await ports.queryTurn(signal);
    return signal.aborted ? ABORTED : ports.client(baseUrl).get(taskId, signal);
  }

  async function refused(failure: Failure): Promise<void> {
    if (FAILURE_POLICY[failure.kind].pauses === "account") await ports.refused(failure);
  }

  return {
    look,
    async create(request) {
      const answer = await ports.client(ports.baseUrl).create(request);
      ports.createAnswered(request.model, answer.kind);
      return answer;
    },
    async readTask({ attempt, task }, signal) {
      const answer = await look(attempt, task.id, signal);
      if (answer.kind === "refused") await refused(answer.failure);
      return answer;
    },
    async cancelTask({ attempt, task }, signal) {
      await ports.queryTurn(signal);
      return signal.aborted ? ABORTED : ports.client(attempt.baseUrl).cancel(task.id, signal);
    },
    async listTasks({ model, baseUrl }, window, signal) {
      const rows = new Map<string, TaskRow>();
      let unreadable = 0;
      for (let page = 1; ; page += 1) {
        await ports.queryTurn(signal);
        if (signal.aborted) return ABORTED;
        // Neither times nor a model: how the provider reads those is not certain, and an empty list would prove too much.
        const answer = await ports.client(baseUrl).list({ page, pageSize: PAGE_SIZE }, signal);
        if (answer.kind === "refused") await refused(answer.failure);
        if (answer.kind !== "rows") return { retryAfterMs: null, ...answer, kind: "unavailable" };
        unreadable += answer.unreadable;
        for (const row of answer.rows) rows.set(row.taskId, row);
        const isPast = answer.rows.some(({ createdAt }) => createdAt !== null && createdAt < window.from);
        if (page < answer.totalPages && !isPast) continue;
        // What cannot be read, or slipped from page to page, may be the very task that is looked for.
        const complete = unreadable === 0 && (isPast || answer.total === null || rows.size >= answer.total);
        const wanted = [...rows.values()].filter((row) => isOf(row, model, window));
        return complete ? { kind: "rows", rows: wanted } : INCOMPLETE;
      }
    },
  };
}

/** What the list does not say may be so. */
function isOf({ model, createdAt }: TaskRow, wanted: string, { from, to }: Window): boolean {
  const isThen = createdAt === null || (createdAt >= from && createdAt <= to);
  return isThen && (model === null || unspelled(model) === unspelled(wanted));
}

/** Beijing calls `wanx` what other regions call `wan`. */
function unspelled(model: string): string {
  return model.replace(/^wanx/, "wan");
}

/** The largest that the provider takes is undocumented; its default is 10. */
const PAGE_SIZE = 20;

const INCOMPLETE = {
  kind: "unavailable",
  failure: {
    kind: "unreadable",
    code: "",
    message: "the list has rows that are not shown",
    requestId: null,
    charged: null,
  },
  retryAfterMs: null,
} as const;

const ABORTED = {
  kind: "unavailable",
  failure: { kind: "network", code: "", message: "the worker is closing", requestId: null, charged: null },
  retryAfterMs: null,
} as const;
