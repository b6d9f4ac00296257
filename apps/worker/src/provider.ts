import type {
  CancelAnswer,
  CreateAnswer,
  CreateRequest,
  DashScopeClient,
  Failure,
  TaskAnswer,
} from "@dashqueue/dashscope";
import { FAILURE_POLICY } from "@dashqueue/dashscope";
import type { Archiving, Running } from "@dashqueue/queue";

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
}

export function createProvider(ports: ProviderPorts): Provider {
  return {
    async create(request) {
      const answer = await ports.client(ports.baseUrl).create(request);
      ports.createAnswered(request.model, answer.kind);
      return answer;
    },
    async readTask({ attempt, task }, signal) {
      await ports.queryTurn(signal);
      if (signal.aborted) return ABORTED;
      const answer = await ports.client(attempt.baseUrl).get(task.id, signal);
      if (answer.kind === "refused" && FAILURE_POLICY[answer.failure.kind].pauses === "account") {
        await ports.refused(answer.failure);
      }
      return answer;
    },
    async cancelTask({ attempt, task }, signal) {
      await ports.queryTurn(signal);
      return signal.aborted ? ABORTED : ports.client(attempt.baseUrl).cancel(task.id, signal);
    },
  };
}

const ABORTED = {
  kind: "unavailable",
  failure: { kind: "network", code: "", message: "the worker is closing", requestId: null, charged: null },
  retryAfterMs: null,
} as const;
