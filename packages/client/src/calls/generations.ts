import type {
  Delivery,
  Generation,
  Operations,
  Quote,
  Submission,
} from "../api/operations.generated.ts";
import { readJson } from "../http/read-json.ts";
import type { BuyOptions, Caller, CallOptions } from "./call.ts";

export interface ListFilter {
  readonly status?: Generation["status"] | readonly Generation["status"][] | undefined;
  readonly model?: string | undefined;
  /** Entries that the generation's own metadata must have. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Words of the prompt, in any order and case. */
  readonly words?: string | undefined;
  /** ISO 8601 with a time zone. */
  readonly createdAfter?: string | undefined;
  readonly createdBefore?: string | undefined;
  /** The id of a batch. */
  readonly batch?: string | undefined;
  /**
   * `failed`: the webhook message about the end was given up. `pending`: an attempt failed, and
   * another one follows.
   */
  readonly webhook?: "failed" | "pending" | undefined;
  /** For operators, with one of `ADMIN_TOKENS`. */
  readonly tenant?: string | undefined;
  /** Generations per request, at most 100. */
  readonly pageSize?: number | undefined;
}

/** Options of one submission. */
export interface SubmitOptions extends BuyOptions {
  /** The answer comes when the generation has ended, after at most this time: 1 to 300 s. */
  readonly waitSeconds?: number | undefined;
}

/** A submission that buys. */
export type Purchase = Omit<Submission, "dry_run">;

/** The answer to a submission. */
export interface Submitted {
  readonly generation: Generation;
  /** Whether the key was used before: then this is the generation that it made. */
  readonly isReplay: boolean;
}

/** What became of a lost create request, as an operator found it. */
export type Finding = Operations["resolveGeneration"]["body"];

export interface GenerationCalls {
  /**
   * Submits a request, which is paid for once. Returns as soon as it is durable, or with
   * `waitSeconds` when it has ended.
   */
  submit(submission: Purchase, options?: SubmitOptions): Promise<Submitted>;
  /** What a submission would cost, and how long it would wait. Buys and stores nothing. */
  quote(submission: Purchase, options?: CallOptions): Promise<Quote>;
  /** Submits the request of an ended generation again, which is paid for again. */
  regenerate(id: string, options?: SubmitOptions): Promise<Submitted>;
  get(id: string, options?: CallOptions): Promise<Generation>;
  /** All generations, the newest first, read in pages as they are needed. */
  list(filter?: ListFilter, options?: CallOptions): AsyncGenerator<Generation, void, undefined>;
  /** Cancels, if the provider still allows it; `cancel` of the answer says what came of it. */
  cancel(id: string, options?: CallOptions): Promise<Generation>;
  /** States what became of a lost create request. A worker checks it first. */
  resolve(id: string, finding: Finding, options?: CallOptions): Promise<Generation>;
  /** Deletes an ended generation with its files; its costs stay counted. */
  delete(id: string, options?: CallOptions): Promise<void>;
  /** Every attempt to deliver its webhook. */
  deliveries(id: string, options?: CallOptions): Promise<readonly Delivery[]>;
  /** Delivers a message of its webhook again. */
  redeliver(id: string, attempt: string, options?: CallOptions): Promise<Delivery>;
  /** Queries the task of a `running` generation now. */
  poll(id: string, options?: CallOptions): Promise<Generation>;
  /** Copies the files of an `archiving` generation now. */
  archive(id: string, options?: CallOptions): Promise<Generation>;
}

export function generationCalls(caller: Caller): GenerationCalls {
  const { call } = caller;
  return {
    submit: (body, options) => buy(caller, "submitGeneration", { body }, options),
    quote: async (submission, options) => {
      const body = { ...submission, dry_run: true };
      return (await call("submitGeneration", { body }, options)) as Quote;
    },
    regenerate: (id, options) => buy(caller, "regenerateGeneration", { path: { id } }, options),
    get: (id, options) => call("getGeneration", { path: { id } }, options),
    list: (filter, options) => listAll(caller, filter, options),
    cancel: (id, options) => call("cancelGeneration", { path: { id } }, options),
    resolve: (id, body, options) => call("resolveGeneration", { path: { id }, body }, options),
    delete: (id, options) => call("deleteGeneration", { path: { id } }, options),
    deliveries: async (id, options) =>
      (await call("listDeliveries", { path: { id } }, options)).data,
    redeliver: (id, n, options) => call("redeliver", { path: { id, n } }, options),
    poll: (id, options) => call("pollGeneration", { path: { id } }, options),
    archive: (id, options) => call("archiveGeneration", { path: { id } }, options),
  };
}

async function buy<Name extends "submitGeneration" | "regenerateGeneration">(
  { send, newId }: Caller,
  name: Name,
  given: Omit<Operations[Name], "answer">,
  { idempotencyKey = newId(), waitSeconds, ...options }: SubmitOptions = {},
): Promise<Submitted> {
  const isHeld = waitSeconds !== undefined;
  const prefer = isHeld ? { Prefer: `wait=${waitSeconds}` } : {};
  const limit = isHeld ? { timeoutMs: waitSeconds * 1_000 + ANSWER_MS } : {};
  const read = async (response: Response) => ({
    generation: (await readJson(response)) as Generation,
    isReplay: response.headers.get("Idempotent-Replayed") === "true",
  });
  const headers = { "Idempotency-Key": idempotencyKey, ...prefer };
  return send(name, given, read, { ...limit, ...options }, { headers });
}

/** How long the answer itself may take after the wait. */
const ANSWER_MS = 30_000;

async function* listAll(
  { call }: Caller,
  filter: ListFilter = {},
  options?: CallOptions,
): AsyncGenerator<Generation, void, undefined> {
  const query = queryOf(filter);
  let cursor: string | null = null;
  do {
    const given: ListQuery = cursor === null ? query : { ...query, cursor };
    const page: Operations["listGenerations"]["answer"] = await call(
      "listGenerations",
      { query: given },
      options,
    );
    yield* page.data;
    cursor = page.next_cursor;
  } while (cursor !== null);
}

type ListQuery = NonNullable<Operations["listGenerations"]["query"]>;

function queryOf(filter: ListFilter): ListQuery {
  const { status, metadata = {}, words, createdAfter, createdBefore, pageSize, ...same } = filter;
  const entries = Object.entries(metadata).map(([key, value]) => [`metadata.${key}`, value]);
  const query = {
    ...same,
    status: status && [status].flat().join(","),
    q: words,
    created_after: createdAfter,
    created_before: createdBefore,
    limit: pageSize,
    ...(Object.fromEntries(entries) as Readonly<Record<string, string>>),
  };
  // What is undefined is not sent.
  return query as ListQuery;
}
