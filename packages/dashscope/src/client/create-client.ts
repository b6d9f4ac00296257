import { beijingDigits } from "../answers/beijing-time.ts";
import { readCancelAnswer } from "../answers/cancel-answer.ts";
import { readEndpointAnswer } from "../answers/endpoint-answer.ts";
import { readListAnswer } from "../answers/list-answer.ts";
import { readQuotaAnswer } from "../quotas/quota-answer.ts";
import { readTaskAnswer } from "../answers/task-answer.ts";
import type { FindModel } from "../catalog/catalog.ts";
import { findModel } from "../catalog/catalog.ts";
import type { Failure } from "../failure/failure.ts";
import type { AgentFor, Transport } from "../http/transport.ts";
import { createTransport } from "../http/transport.ts";
import type { CreateRequest } from "../checks/create-request.ts";
import type { DateReading } from "./connection.ts";
import { answerOf, createConnection } from "./connection.ts";
import { createTask } from "./create-task.ts";
import type { DashScopeClient, ListQuery } from "./dashscope-client.ts";
import { uploadFile } from "./upload-file.ts";

export interface ClientOptions {
  /** Up to and including `/api/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Timeout of a create request, from connecting to the last byte of the response. */
  readonly timeoutMs: number;
  /** Timeout of all other requests except the upload itself. */
  readonly queryTimeoutMs?: number;
  /** The workspace in which tasks are created and read; by default that of the key. */
  readonly workspace?: string;
  readonly userAgent?: string;
  /**
   * Selects the `http.Agent` or `https.Agent` of each request, for example one that uses a proxy.
   * It is not closed with the client. By default, the client connects directly.
   */
  readonly agentFor?: AgentFor;
  /** Called with the `Date` of every answer: clocks differ. */
  readonly onDate?: (reading: DateReading) => void;
  /** Where models are looked up; by default in the catalog. */
  readonly findModel?: FindModel;
  readonly now: () => number;
}

const QUERY_TIMEOUT_MS = 15_000;

export function createDashScopeClient(options: ClientOptions): DashScopeClient {
  return clientOn(createTransport(options.agentFor), options);
}

function clientOn(transport: Transport, options: ClientOptions): DashScopeClient {
  const {
    timeoutMs,
    queryTimeoutMs = QUERY_TIMEOUT_MS,
    now,
    findModel: find = findModel,
  } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const connection = createConnection(transport, { ...options, baseUrl });
  const query = (method: "GET" | "POST", path: string, signal: AbortSignal | undefined) =>
    connection.send(path, { method, timeoutMs: queryTimeoutMs, signal });

  return {
    baseUrl,
    inWorkspace: (workspace) => clientOn(transport, { ...options, workspace }),
    async create(request, terms = {}) {
      const model = find(request.model);
      if (model === undefined) return { kind: "not-sent", failure: unknownModel(request) };
      return createTask(connection, model, request, { ...terms, timeoutMs, now });
    },
    async get(taskId, signal) {
      const sent = await query("GET", `/tasks/${encodeURIComponent(taskId)}`, signal);
      return answerOf(sent, (answer) => readTaskAnswer(answer, taskId, now()));
    },
    async list(window, signal) {
      const sent = await query("GET", `/tasks/?${listParameters(window).toString()}`, signal);
      return answerOf(sent, (answer) => readListAnswer(answer, now()));
    },
    async checkEndpoint(signal) {
      const parameters = listParameters({ page: 1, pageSize: 1 }).toString();
      const sent = await query("GET", `/tasks/?${parameters}`, signal);
      return answerOf(sent, (answer) => readEndpointAnswer(answer, now()));
    },
    async quotas(path, { page, pageSize }, signal) {
      const sent = await query("GET", `${path}?page_no=${page}&page_size=${pageSize}`, signal);
      return answerOf(sent, (answer) => readQuotaAnswer(answer, now()));
    },
    async cancel(taskId, signal) {
      const sent = await query("POST", `/tasks/${encodeURIComponent(taskId)}/cancel`, signal);
      return answerOf(sent, (answer) => readCancelAnswer(answer, now()));
    },
    upload: (model, file, signal) =>
      uploadFile(connection, model, file, { timeoutMs: queryTimeoutMs, signal, now }),
    close: () => transport.close(),
  };
}

/** A model that was in the catalog when the request was checked, or of a newer version. */
function unknownModel({ model }: CreateRequest): Failure {
  const message = `the model ${model} is not in this client's catalog`;
  return { kind: "configuration", code: "", message, requestId: null, charged: false };
}

function listParameters(query: ListQuery): URLSearchParams {
  const { taskId, model, status, from, to, page, pageSize } = query;
  return new URLSearchParams({
    ...(taskId === undefined ? {} : { task_id: taskId }),
    ...(from === undefined ? {} : { start_time: beijingDigits(from) }),
    ...(to === undefined ? {} : { end_time: beijingDigits(to) }),
    ...(model === undefined ? {} : { model_name: model }),
    ...(status === undefined ? {} : { status }),
    page_no: String(page),
    page_size: String(pageSize),
  });
}
