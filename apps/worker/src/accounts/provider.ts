import type {
  CancelAnswer,
  CreateAnswer,
  CreateRequest,
  DashScopeClient,
  Failure,
  FindModel,
  ListQuery,
  QuotaAnswer,
  QuotaPath,
  TaskAnswer,
  UploadAnswer,
  UploadFile,
} from "@dashqueue/dashscope";
import { sentNameOf } from "@dashqueue/dashscope";
import type { Archiving, Running, Submitting } from "@dashqueue/queue/internal";
import { FAILURE_POLICY } from "@dashqueue/queue/internal";

import type { Place } from "./accounts.ts";
import { placeOfTask } from "./accounts.ts";
import type { ProviderClocks } from "./provider-clocks.ts";
import { answerInSharedTime, pageInSharedTime } from "./shared-time.ts";
import type { ListPage, TaskFilter, TaskList } from "./task-list.ts";
import { readTaskList } from "./task-list.ts";

export interface ProviderPorts {
  /** Returns the client of an account and host; null for an account that is not configured. */
  client(place: Place): DashScopeClient | null;
  readonly findModel: FindModel;
  /** Waits for this process's turn among all queries of the account (G8). */
  queryTurn(account: string, signal: AbortSignal): Promise<void>;
  readonly clocks: Pick<ProviderClocks, "aheadMs">;
  /** Called when the provider refuses the account itself. */
  refused(account: string, failure: Failure): Promise<void>;
  /** Called when the provider answers a query about the account's tasks. */
  accepted(account: string): void;
  /** Called for metrics. */
  createAnswered(model: string, answer: CreateAnswer["kind"]): void;
}

/** The provider as the stages see it: every query waits its turn and goes to the task's account. */
export interface Provider {
  /** Sends the create request of an attempt. */
  create(generation: Submitting, request: CreateRequest): Promise<CreateAnswer>;
  readTask(generation: Running | Archiving, signal: AbortSignal): Promise<TaskAnswer>;
  cancelTask(generation: Running, signal: AbortSignal): Promise<CancelAnswer>;
  /**
   * Copies a file into the account's temporary storage, for requests to this model. A refusal here
   * does not pause the account: the answer to a create request is more specific.
   */
  upload(place: Place, model: string, file: UploadFile, signal: AbortSignal): Promise<UploadAnswer>;
  /**
   * Reads any task of the account, including tasks that no generation owns. Its times are those of
   * the shared clock.
   */
  readTaskAt(place: Place, taskId: string, signal: AbortSignal): Promise<TaskAnswer>;
  /** Lists tasks. Their times are those of the shared clock. */
  listTasks(place: Place, filter: TaskFilter, signal: AbortSignal): Promise<TaskList>;
  /** Reads one page of the list. Its times are those of the shared clock. */
  listPage(place: Place, query: ListQuery, signal: AbortSignal): Promise<ListPage>;
  /** Reads one page of the limits of the account's models. A refusal does not blame the account. */
  quotas(place: Place, path: QuotaPath, page: number, signal: AbortSignal): Promise<QuotaAnswer>;
  /**
   * How far the provider's clock is ahead of the shared one, milliseconds; null if it does not
   * say. Asks if nothing is known yet.
   */
  clockAheadMs(place: Place, signal: AbortSignal): Promise<number | null>;
}

/** Returns null when the process closes or the account is not configured. */
async function clientInTurn(
  place: Place,
  { client: clientAt, queryTurn }: Pick<ProviderPorts, "client" | "queryTurn">,
  signal: AbortSignal,
): Promise<DashScopeClient | null> {
  const client = clientAt(place);
  if (client === null) return null;
  await queryTurn(place.account, signal);
  return signal.aborted ? null : client;
}

export function createProvider(ports: ProviderPorts): Provider {
  /** A refused read does not blame the account: the task may belong to another workspace. */
  async function readTaskAt(
    place: Place,
    taskId: string,
    signal: AbortSignal,
  ): Promise<TaskAnswer> {
    const client = await clientInTurn(place, ports, signal);
    if (client === null) return noClient(signal);
    return answerInSharedTime(await client.get(taskId, signal), aheadMsAt(place) ?? 0);
  }

  const aheadMsAt = ({ baseUrl }: Place) => ports.clocks.aheadMs(baseUrl);

  async function listPage(place: Place, query: ListQuery, signal: AbortSignal): Promise<ListPage> {
    const client = await clientInTurn(place, ports, signal);
    if (client === null) return noClient(signal);
    const answer = await client.list(query, signal);
    if (answer.kind === "refused") await refuse(ports, place, answer.failure);
    if (answer.kind === "rows") ports.accepted(place.account);
    return pageInSharedTime(answer, aheadMsAt(place) ?? 0);
  }

  return {
    readTaskAt,
    create: (generation, request) => create(ports, generation, request),
    async readTask(generation, signal) {
      const place = placeOfTask(generation);
      const answer = await readTaskAt(place, generation.task.id, signal);
      if (answer.kind === "refused") await refuse(ports, place, answer.failure);
      if (answer.kind === "task") ports.accepted(place.account);
      return answer;
    },
    async upload(place, model, file, signal) {
      const answer = await ports
        .client(place)
        ?.upload(sentNameOf(model, ports.findModel), file, signal);
      return answer ?? unavailable("configuration", NO_ACCOUNT);
    },
    async cancelTask(generation, signal) {
      const client = await clientInTurn(placeOfTask(generation), ports, signal);
      return client === null ? noClient(signal) : client.cancel(generation.task.id, signal);
    },
    listPage,
    listTasks(place, filter, signal) {
      const only = filter.taskId === undefined ? {} : { taskId: filter.taskId };
      const readPage = (page: number) =>
        listPage(place, { ...only, page, pageSize: PAGE_SIZE }, signal);
      return readTaskList(readPage, filter);
    },
    async quotas(place, path, page, signal) {
      const client = await clientInTurn(place, ports, signal);
      if (client === null) return noClient(signal);
      return client.quotas(path, { page, pageSize: QUOTAS_PER_PAGE }, signal);
    },
    async clockAheadMs(place, signal) {
      const known = aheadMsAt(place);
      if (known !== null) return known;
      const client = await clientInTurn(place, ports, signal);
      await client?.list({ page: 1, pageSize: 1 }, signal);
      return aheadMsAt(place);
    },
  };
}

async function refuse(
  { refused }: Pick<ProviderPorts, "refused">,
  place: Place,
  failure: Failure,
): Promise<void> {
  const { pauses } = FAILURE_POLICY[failure.kind];
  if (pauses === "account" && !concernsWorkspace(place, failure))
    await refused(place.account, failure);
}

async function create(
  ports: Pick<ProviderPorts, "client" | "createAnswered">,
  generation: Submitting,
  request: CreateRequest,
): Promise<CreateAnswer> {
  const { path, dataInspection } = generation;
  const place = placeOfTask(generation);
  const client = ports.client(place);
  const answer = (await client?.create(request, { path, dataInspection })) ?? NOT_CONFIGURED;
  ports.createAnswered(request.model, answer.kind);
  return answer.kind === "rejected" && concernsWorkspace(place, answer.failure)
    ? { ...answer, failure: { ...answer.failure, kind: "invalid_request" } }
    : answer;
}

/** Whether a refusal concerns the workspace that the caller chose, and no other request. */
function concernsWorkspace({ workspace }: Place, { code }: Failure): boolean {
  return Boolean(workspace) && /^workspace/i.test(code);
}

/** The provider's maximum is undocumented; its default is 10. */
const PAGE_SIZE = 20;

/** As many as the provider's own command line tool asks for. */
const QUOTAS_PER_PAGE = 100;

const CLOSING = unavailable("network", "the worker is closing");
const NO_ACCOUNT = "the account is no longer configured: add it to DASHSCOPE_ACCOUNTS again";

function noClient({ aborted }: AbortSignal) {
  return aborted ? CLOSING : unavailable("configuration", NO_ACCOUNT);
}

const NOT_CONFIGURED: CreateAnswer = {
  kind: "not-sent",
  failure: { ...unavailable("configuration", NO_ACCOUNT).failure, charged: false },
};

function unavailable(kind: Failure["kind"], message: string) {
  const failure: Failure = { kind, code: "", message, requestId: null, charged: null };
  return { kind: "unavailable", failure, retryAfterMs: null } as const;
}
