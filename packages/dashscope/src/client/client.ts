import type { CancelAnswer } from "./cancel-answer.ts";
import { readCancelAnswer } from "./cancel-answer.ts";
import type { FindModel } from "../models/catalogue.ts";
import { findModel } from "../models/catalogue.ts";
import type { Model } from "../catalogue/model.ts";
import type { CreateAnswer } from "./create-answer.ts";
import { readCreateAnswer } from "./create-answer.ts";
import type { Failure } from "../failure/failure.ts";
import type { ListAnswer } from "./list.ts";
import { readListAnswer } from "./list.ts";
import type { CreateRequest } from "../request/request.ts";
import type { TaskAnswer } from "./task.ts";
import { readTaskAnswer } from "./task.ts";
import { beijingDigits } from "./time.ts";
import type { Sent } from "./transport.ts";
import { createTransport } from "./transport.ts";
import type { UploadAnswer, UploadFile } from "./upload.ts";
import {
  readUploadAnswer,
  readUploadPolicy,
  sizeProblem,
  uploadForm,
  uploadKey,
} from "./upload.ts";

/**
 * DashScope's asynchronous tasks over HTTP. Nothing here throws for what the provider or the network did, and nothing is
 * sent twice: what happened is the answer.
 */
export interface DashScopeClient {
  readonly baseUrl: string;
  /** Creates a task, which costs money when it succeeds. Aborting it proves nothing once it may have left. */
  create(request: CreateRequest, signal?: AbortSignal): Promise<CreateAnswer>;
  get(taskId: string, signal?: AbortSignal): Promise<TaskAnswer>;
  /** Tasks of the whole account, newest first: of the window, which is 24 hours at most, or of the last 24 hours. */
  list(query: ListQuery, signal?: AbortSignal): Promise<ListAnswer>;
  /** Cancels a task that is still PENDING. */
  cancel(taskId: string, signal?: AbortSignal): Promise<CancelAnswer>;
  /** Brings a file into the provider's temporary storage, for requests to this model on this account. Costs nothing. */
  upload(model: string, file: UploadFile, signal?: AbortSignal): Promise<UploadAnswer>;
  close(): void;
}

export interface ListQuery {
  readonly model?: string;
  readonly status?: string;
  /** Epoch milliseconds. */
  readonly from?: number;
  readonly to?: number;
  readonly page: number;
  readonly pageSize: number;
}

export interface ClientOptions {
  /** Up to and with `/api/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Of a create, from connecting to the last byte of the answer. */
  readonly timeoutMs: number;
  /** Of all else. */
  readonly queryTimeoutMs?: number;
  readonly userAgent?: string;
  /** Where a create's path is looked up; the catalogue by default. */
  readonly findModel?: FindModel;
  readonly now: () => number;
}

const QUERY_TIMEOUT_MS = 15_000;
/** As long as a policy lives. DashScope's documentation: "upload a local file". */
const UPLOAD_TIMEOUT_MS = 300_000;

export function createDashScopeClient(options: ClientOptions): DashScopeClient {
  const {
    apiKey,
    timeoutMs,
    queryTimeoutMs = QUERY_TIMEOUT_MS,
    now,
    findModel: find = findModel,
  } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const transport = createTransport();
  const named = options.userAgent === undefined ? {} : { "user-agent": options.userAgent };
  const common = { authorization: `Bearer ${apiKey}`, ...named };

  function query(
    method: "GET" | "POST",
    path: string,
    signal: AbortSignal | undefined,
  ): Promise<Sent> {
    const url = `${baseUrl}${path}`;
    return transport.send({ method, url, headers: common, timeoutMs: queryTimeoutMs, signal });
  }

  return {
    baseUrl,
    async create(request, signal) {
      const { path, sentAs } = modelOf(request, find);
      const url = `${baseUrl}${path}`;
      const body = JSON.stringify({ ...request, model: sentAs });
      const headers = { ...common, ...createHeaders(body) };
      const sent = await transport.send({ method: "POST", url, headers, body, timeoutMs, signal });
      switch (sent.kind) {
        case "answered":
          return readCreateAnswer(sent.answer, now());
        case "not-sent":
          return { kind: "not-sent", failure: networkFailure(sent, false) };
        case "lost":
          return { kind: "unknown", failure: networkFailure(sent, null) };
      }
    },
    async get(taskId, signal) {
      const sent = await query("GET", `/tasks/${encodeURIComponent(taskId)}`, signal);
      return sent.kind === "answered"
        ? readTaskAnswer(sent.answer, taskId, now())
        : unavailable(sent);
    },
    async list(window, signal) {
      const sent = await query("GET", `/tasks/?${listParameters(window).toString()}`, signal);
      return sent.kind === "answered" ? readListAnswer(sent.answer, now()) : unavailable(sent);
    },
    async cancel(taskId, signal) {
      const sent = await query("POST", `/tasks/${encodeURIComponent(taskId)}/cancel`, signal);
      return sent.kind === "answered" ? readCancelAnswer(sent.answer, now()) : unavailable(sent);
    },
    async upload(model, file, signal) {
      const action = new URLSearchParams({ action: "getPolicy", model });
      const asked = await query("GET", `/uploads?${action.toString()}`, signal);
      if (asked.kind !== "answered") return unavailable(asked);
      const read = readUploadPolicy(asked.answer, now());
      if (read.kind !== "policy") return read;
      const { policy } = read;
      const problem = sizeProblem(policy, file.content.size);
      if (problem !== null) return problem;
      // Another host than the API's: the key stays here.
      const to = { method: "POST", url: policy.upload_host, headers: named } as const;
      const body = uploadForm(policy, file);
      const sent = await transport.send({ ...to, body, timeoutMs: UPLOAD_TIMEOUT_MS, signal });
      return sent.kind === "answered"
        ? readUploadAnswer(sent.answer, uploadKey(policy, file))
        : unavailable(sent);
    },
    close: () => transport.close(),
  };
}

function modelOf({ model }: CreateRequest, find: FindModel): Model {
  const known = find(model);
  if (known === undefined)
    throw new Error(`no model ${model} in the catalogue: read requests with readRequest first`);
  return known;
}

/** Temporary uploads are only resolved where it is asked for. DashScope's documentation: "upload a local file". */
function createHeaders(body: string): Readonly<Record<string, string>> {
  return {
    "content-type": "application/json",
    "x-dashscope-async": "enable",
    ...(body.includes('"oss://') ? { "x-dashscope-ossresourceresolve": "enable" } : {}),
  };
}

function listParameters({ model, status, from, to, page, pageSize }: ListQuery): URLSearchParams {
  return new URLSearchParams({
    ...(from === undefined ? {} : { start_time: beijingDigits(from) }),
    ...(to === undefined ? {} : { end_time: beijingDigits(to) }),
    ...(model === undefined ? {} : { model_name: model }),
    ...(status === undefined ? {} : { status }),
    page_no: String(page),
    page_size: String(pageSize),
  });
}

type Unanswered = Exclude<Sent, { kind: "answered" }>;

function unavailable(sent: Unanswered) {
  return { kind: "unavailable", failure: networkFailure(sent, null), retryAfterMs: null } as const;
}

function networkFailure({ code, message }: Unanswered, charged: boolean | null): Failure {
  return { kind: "network", code, message, requestId: null, charged };
}
