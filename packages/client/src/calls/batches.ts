import type { Given } from "../api/operation.ts";
import type { Batch, BatchQuote, Generation } from "../api/operations.generated.ts";
import { DashqueueError } from "../http/dashqueue-error.ts";
import { readJson } from "../http/read-json.ts";
import type { BuyOptions, Caller, CallOptions } from "./call.ts";
import type { Purchase } from "./generations.ts";
import type { PollOptions } from "./poll-until.ts";
import { pollUntil } from "./poll-until.ts";

/** Submissions, or the same as JSON Lines: one a line. */
export type BatchLines = readonly Purchase[] | string;

/** The answer to a batch. */
export interface SubmittedBatch {
  readonly batch: Batch;
  /** Whether the key was used before: then this is the batch that it made. */
  readonly isReplay: boolean;
}

/** The result of one line of a batch. */
export interface BatchResult {
  /** The position of its line, from 0, without empty lines. */
  readonly index: number;
  readonly id: string;
  /** Null once it was deleted, or is forgotten. */
  readonly generation: Generation | null;
}

/** Many submissions that are accepted together. */
export interface BatchCalls {
  /** Submits up to 10,000 requests, each of which is paid for once. All are accepted, or none. */
  submit(lines: BatchLines, options?: BuyOptions): Promise<SubmittedBatch>;
  /** What a batch would cost. Buys and stores nothing. */
  quote(lines: BatchLines, options?: CallOptions): Promise<BatchQuote>;
  get(id: string, options?: CallOptions): Promise<Batch>;
  /** Waits until all generations have ended, successfully or not. */
  wait(id: string, options?: PollOptions<Batch>): Promise<Batch>;
  /** The result of each line, in their order, including those that have not ended. */
  results(id: string, options?: CallOptions): AsyncGenerator<BatchResult, void, undefined>;
  /** Cancels all generations that have not ended, as far as the provider allows it. */
  cancel(id: string, options?: CallOptions): Promise<Batch>;
}

/** For the whole batch. */
const TRANSFER_TIMEOUT_MS = 600_000;

export function batchCalls(caller: Caller): BatchCalls {
  const { call, newId } = caller;
  const get: BatchCalls["get"] = (id, options) => call("getBatch", { path: { id } }, options);
  return {
    get,
    async submit(lines, { idempotencyKey = newId(), ...options } = {}) {
      const read = async (response: Response) => ({
        batch: (await readJson(response)) as Batch,
        isReplay: response.headers.get("Idempotent-Replayed") === "true",
      });
      const headers = { "Idempotency-Key": idempotencyKey };
      return sendLines(caller, lines, {}, read, options, headers);
    },
    quote: async (lines, options = {}) =>
      (await sendLines(caller, lines, { dry_run: "true" }, readJson, options)) as BatchQuote,
    wait: (id, options) =>
      pollUntil(
        (each) => get(id, each),
        ({ status }) => status === "ended",
        options,
      ),
    results: (id, options) => readResults(caller, id, options),
    cancel: (id, options) => call("cancelBatch", { path: { id } }, options),
  };
}

/** As JSON Lines, which may be larger than an array. */
function sendLines<Result>(
  { send }: Caller,
  lines: BatchLines,
  query: NonNullable<Given<"submitBatch">["query"]>,
  read: (response: Response) => Promise<Result>,
  options: CallOptions,
  headers: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const text =
    typeof lines === "string" ? lines : lines.map((line) => JSON.stringify(line)).join("\n");
  return send(
    "submitBatch",
    // The body is beside it.
    { query } as Given<"submitBatch">,
    read,
    { timeoutMs: TRANSFER_TIMEOUT_MS, ...options },
    {
      headers: { "Content-Type": "application/jsonl", ...headers },
      body: new TextEncoder().encode(text),
    },
  );
}

async function* readResults(
  { send }: Caller,
  id: string,
  options?: CallOptions,
): AsyncGenerator<BatchResult, void, undefined> {
  const given = { path: { id } };
  const { body } = await send("getBatchResults", given, async (response) => response, options);
  try {
    for await (const line of linesOf(body ?? new Blob([]).stream()))
      yield JSON.parse(line) as BatchResult;
  } catch (cause) {
    options?.signal?.throwIfAborted();
    throw new DashqueueError({ kind: "unreachable", detail: LOST, cause });
  }
}

const LOST = "The connection was lost in the middle of the results. Read them again.";

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
