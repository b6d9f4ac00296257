import type { BulkOperation, BulkPreview, Operations } from "../api/operations.generated.ts";
import { readJson } from "../http/read-json.ts";
import type { BuyOptions, Caller, CallOptions } from "./call.ts";
import type { ListFilter } from "./generations.ts";
import type { PollOptions } from "./poll-until.ts";
import { pollUntil } from "./poll-until.ts";

type Body = Operations["startBulk"]["body"];

/** What to do to each generation. */
export type BulkAction = Body["action"];

/** Which generations; the same as of a list, with one entry at least. */
export type BulkFilter = Omit<ListFilter, "tenant" | "pageSize">;

export interface BulkOptions extends BuyOptions {
  /** The `confirm` of the preview. `regenerate` and `delete` need it. */
  readonly confirm?: BulkPreview["confirm"] | undefined;
}

/** The answer to the start of a bulk operation. */
export interface StartedBulk {
  readonly operation: BulkOperation;
  /** Whether the key was used before: then this is the operation that it started. */
  readonly isReplay: boolean;
}

/** One action on all generations that a filter finds. */
export interface BulkCalls {
  /** How many generations there are and, for `regenerate`, what they can cost. Does nothing. */
  preview(action: BulkAction, filter: BulkFilter, options?: CallOptions): Promise<BulkPreview>;
  /** Starts an operation, which the server runs. It never acts on more than was confirmed. */
  start(action: BulkAction, filter: BulkFilter, options?: BulkOptions): Promise<StartedBulk>;
  get(id: string, options?: CallOptions): Promise<BulkOperation>;
  /** Waits until an operation has finished or was canceled. */
  wait(id: string, options?: PollOptions<BulkOperation>): Promise<BulkOperation>;
  /** Ends an operation before its next generations. What was done stays done. */
  cancel(id: string, options?: CallOptions): Promise<BulkOperation>;
}

export function bulkCalls({ call, send, newId }: Caller): BulkCalls {
  const get: BulkCalls["get"] = (id, options) => call("getBulk", { path: { id } }, options);
  return {
    get,
    preview: async (action, filter, options) => {
      const body: Body = { action, filter: filterOf(filter), dry_run: true };
      return (await call("startBulk", { body }, options)) as BulkPreview;
    },
    start: (action, filter, { idempotencyKey, confirm, ...options } = {}) => {
      const asked = { action, filter: filterOf(filter) };
      const body: Body = confirm === undefined ? asked : { ...asked, confirm };
      const read = async (response: Response) => ({
        operation: (await readJson(response)) as BulkOperation,
        isReplay: response.headers.get("Idempotent-Replayed") === "true",
      });
      const key = confirm === undefined ? newId() : keyOf(action, confirm);
      const headers = { "Idempotency-Key": idempotencyKey ?? key };
      return send("startBulk", { body }, read, options, { headers });
    },
    wait: (id, options) =>
      pollUntil(
        (each) => get(id, each),
        ({ status }) => status === "finished" || status === "canceled",
        options,
      ),
    cancel: (id, options) => call("cancelBulk", { path: { id } }, options),
  };
}

/** A confirmation is used once, even if the whole program runs again. */
function keyOf(action: BulkAction, { as_of, count, estimate, unpriced }: BulkPreview["confirm"]) {
  const amounts = estimate.map(({ amount, currency }) => amount + currency);
  return [action, as_of, count, unpriced, ...amounts].join(" ");
}

/** What is undefined is not sent. */
function filterOf({ words, createdAfter, createdBefore, status, ...same }: BulkFilter) {
  const filter = {
    ...same,
    status: status === undefined ? undefined : [status].flat(),
    q: words,
    created_after: createdAfter,
    created_before: createdBefore,
  };
  return filter as Body["filter"];
}
