import type {
  CancelAnswer,
  CreateAnswer,
  CreateRequest,
  DashScopeClient,
  Failure,
  TaskAnswer,
  TaskRow,
  UploadAnswer,
  UploadFile,
} from "@dashqueue/dashscope";
import { isSameModel } from "@dashqueue/dashscope";
import type { Archiving, Running } from "@dashqueue/queue/internal";
import { FAILURE_POLICY } from "@dashqueue/queue/internal";

import type { Place } from "./accounts.ts";
import type { TaskList, Wanted } from "../settling/settle.ts";

export interface ProviderPorts {
  /** A client for the account and host that made a task: elsewhere nobody knows it. Null where the account is gone. */
  client(place: Place): DashScopeClient | null;
  /** What a model is called at the provider. */
  sentAs(model: string): string;
  /** Waits for this process' turn among all queries of the account (G8). */
  queryTurn(account: string, signal: AbortSignal): Promise<void>;
  /** The provider refuses the account itself. */
  refused(account: string, failure: Failure): Promise<void>;
  /** For metrics. */
  createAnswered(model: string, answer: CreateAnswer["kind"]): void;
}

/** The provider as the stages see it: every query in turn, every task asked for where it was made. */
export interface Provider {
  create(place: Place, request: CreateRequest): Promise<CreateAnswer>;
  readTask(generation: Running | Archiving, signal: AbortSignal): Promise<TaskAnswer>;
  cancelTask(generation: Running, signal: AbortSignal): Promise<CancelAnswer>;
  /** Brings a file into the account's temporary storage, for requests to this model. Being refused here pauses nobody: a create says more. */
  upload(place: Place, model: string, file: UploadFile, signal: AbortSignal): Promise<UploadAnswer>;
  /** Asks about any task of the account. */
  look(place: Place, taskId: string, signal: AbortSignal): Promise<TaskAnswer>;
  /** All pages of the account's tasks of these models that were made in this time. */
  listTasks(place: Place, wanted: Wanted, signal: AbortSignal): Promise<TaskList>;
}

export function createProvider(ports: ProviderPorts): Provider {
  /** A task may be another workspace's: that it is refused says nothing of the account. */
  async function look(place: Place, taskId: string, signal: AbortSignal): Promise<TaskAnswer> {
    const client = await inTurn(place, signal);
    return client === null ? missing(signal) : client.get(taskId, signal);
  }

  /** The account's client when it is its turn; null when the process closes, or there is none. */
  async function inTurn(place: Place, signal: AbortSignal): Promise<DashScopeClient | null> {
    const client = ports.client(place);
    if (client === null) return null;
    await ports.queryTurn(place.account, signal);
    return signal.aborted ? null : client;
  }

  async function refused({ account }: Place, failure: Failure): Promise<void> {
    if (FAILURE_POLICY[failure.kind].pauses === "account") await ports.refused(account, failure);
  }

  return {
    look,
    async create(place, request) {
      const answer = (await ports.client(place)?.create(request)) ?? NOT_CONFIGURED;
      ports.createAnswered(request.model, answer.kind);
      return answer;
    },
    async readTask({ attempt, task }, signal) {
      const answer = await look(attempt, task.id, signal);
      if (answer.kind === "refused") await refused(attempt, answer.failure);
      return answer;
    },
    async upload(place, model, file, signal) {
      const answer = await ports.client(place)?.upload(ports.sentAs(model), file, signal);
      return answer ?? unavailable("configuration", NO_ACCOUNT);
    },
    async cancelTask({ attempt, task }, signal) {
      const client = await inTurn(attempt, signal);
      return client === null ? missing(signal) : client.cancel(task.id, signal);
    },
    async listTasks(place, { models, from, to }, signal) {
      const names = models.map(ports.sentAs);
      const rows = new Map<string, TaskRow>();
      let unreadable = 0;
      for (let page = 1; ; page += 1) {
        const client = await inTurn(place, signal);
        if (client === null) return missing(signal);
        // Neither times nor a model: how the provider reads those is not certain, and an empty list would prove too much.
        const answer = await client.list({ page, pageSize: PAGE_SIZE }, signal);
        if (answer.kind === "refused") await refused(place, answer.failure);
        if (answer.kind !== "rows") return { retryAfterMs: null, ...answer, kind: "unavailable" };
        unreadable += answer.unreadable;
        for (const row of answer.rows) rows.set(row.taskId, row);
        const isPast = answer.rows.some(({ createdAt }) => createdAt !== null && createdAt < from);
        if (page < answer.totalPages && !isPast) continue;
        // What cannot be read, or slipped from page to page, may be the very task that is looked for.
        const complete =
          unreadable === 0 && (isPast || answer.total === null || rows.size >= answer.total);
        const wanted = [...rows.values()].filter(
          (row) => isOf(row, names) && isThen(row, from, to),
        );
        return complete ? { kind: "rows", rows: wanted } : INCOMPLETE;
      }
    },
  };
}

/** What the list does not say may be so. */
function isOf({ model }: TaskRow, names: readonly string[]): boolean {
  return model === null || names.some((name) => isSameModel(name, model));
}

function isThen({ createdAt }: TaskRow, from: number, to: number): boolean {
  return createdAt === null || (createdAt >= from && createdAt <= to);
}

/** The largest that the provider takes is undocumented; its default is 10. */
const PAGE_SIZE = 20;

const INCOMPLETE = unavailable("unreadable", "the list has rows that are not shown");
const ABORTED = unavailable("network", "the worker is closing");
const NO_ACCOUNT = "the account is not configured any more: put it back into DASHSCOPE_ACCOUNTS";

function missing({ aborted }: AbortSignal) {
  return aborted ? ABORTED : unavailable("configuration", NO_ACCOUNT);
}

const NOT_CONFIGURED: CreateAnswer = {
  kind: "not-sent",
  failure: { ...unavailable("configuration", NO_ACCOUNT).failure, charged: false },
};

function unavailable(kind: Failure["kind"], message: string) {
  const failure: Failure = { kind, code: "", message, requestId: null, charged: null };
  return { kind: "unavailable", failure, retryAfterMs: null } as const;
}
