import type { CancelAnswer } from "../answers/cancel-answer.ts";
import type { CreateAnswer } from "../answers/create-answer.ts";
import type { EndpointAnswer } from "../answers/endpoint-answer.ts";
import type { ListAnswer } from "../answers/list-answer.ts";
import type { QuotaAnswer, QuotaPath } from "../quotas/quota-answer.ts";
import type { TaskAnswer } from "../answers/task-answer.ts";
import type { UploadAnswer } from "../answers/upload-answer.ts";
import type { CreateRequest } from "../checks/create-request.ts";
import type { UploadFile } from "./upload-form.ts";

/**
 * DashScope's asynchronous tasks over HTTP. Failures of the provider and the network are returned,
 * not thrown, and no request is retried.
 */
export interface DashScopeClient {
  readonly baseUrl: string;
  /** The same client, for another workspace of the account. It is closed with this one. */
  inWorkspace(workspace: string): DashScopeClient;
  /**
   * Creates a task, which is charged when it succeeds. An abort proves nothing once the request may
   * have been sent.
   */
  create(request: CreateRequest, terms?: CreateTerms): Promise<CreateAnswer>;
  get(taskId: string, signal?: AbortSignal): Promise<TaskAnswer>;
  /** Lists tasks of the whole account, newest first. */
  list(query: ListQuery, signal?: AbortSignal): Promise<ListAnswer>;
  /** Finds out whether the base URL is that of the task API, by one query, which is free. */
  checkEndpoint(signal?: AbortSignal): Promise<EndpointAnswer>;
  /** Reads the limits of the models for the account, at one of the two documented paths. */
  quotas(
    path: QuotaPath,
    page: Pick<ListQuery, "page" | "pageSize">,
    signal?: AbortSignal,
  ): Promise<QuotaAnswer>;
  /** Cancels a task that is still PENDING. */
  cancel(taskId: string, signal?: AbortSignal): Promise<CancelAnswer>;
  /**
   * Uploads a file to the provider's temporary storage, for requests to this model on this account.
   * Free of charge.
   */
  upload(model: string, file: UploadFile, signal?: AbortSignal): Promise<UploadAnswer>;
  close(): void;
}

/** What a create request has besides its body. */
export interface CreateTerms {
  /** The path of a model whose path the catalog does not know. */
  readonly path?: string | null;
  /** How the provider inspects the content: the header `X-DashScope-DataInspection`. */
  readonly dataInspection?: string | null;
  readonly signal?: AbortSignal;
}

export interface ListQuery {
  /** Only this task, whatever the other filters say. */
  readonly taskId?: string;
  readonly model?: string;
  readonly status?: string;
  /** Epoch milliseconds. The window is at most 24 hours; by default, the last 24 hours. */
  readonly from?: number;
  readonly to?: number;
  readonly page: number;
  readonly pageSize: number;
}
