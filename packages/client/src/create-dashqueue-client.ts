import type { Generation, Submission } from "./api/operations.generated.ts";
import type { BatchCalls } from "./calls/batches.ts";
import { batchCalls } from "./calls/batches.ts";
import type { BulkCalls } from "./calls/bulk.ts";
import { bulkCalls } from "./calls/bulk.ts";
import type { BuyOptions } from "./calls/call.ts";
import { createCaller } from "./calls/call.ts";
import type { CatalogCalls } from "./calls/catalog.ts";
import { catalogCalls } from "./calls/catalog.ts";
import type { FileCalls } from "./calls/files.ts";
import { fileCalls } from "./calls/files.ts";
import type { GenerationCalls } from "./calls/generations.ts";
import { generationCalls } from "./calls/generations.ts";
import type { ServiceCalls } from "./calls/service.ts";
import { serviceCalls } from "./calls/service.ts";
import type { TenantCalls } from "./calls/tenants.ts";
import { tenantCalls } from "./calls/tenants.ts";
import type { WorkerCalls } from "./calls/workers.ts";
import { workerCalls } from "./calls/workers.ts";
import type { FollowOptions, GenerationEvent } from "./events/follow.ts";
import { follow } from "./events/follow.ts";
import type { WaitOptions } from "./events/wait.ts";
import { waitForEnd } from "./events/wait.ts";

export interface ClientOptions {
  /** Of the producer, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** One of `PRODUCER_TOKENS`, a key of a tenant or, for tenants, one of `ADMIN_TOKENS`. */
  readonly token?: string | undefined;
  /** The number of retries of a call that is safe to repeat; 4 by default. */
  readonly retries?: number | undefined;
  /** Of one attempt; 60 s by default, 10 minutes for an upload. */
  readonly timeoutMs?: number | undefined;
  /** Sends the requests, for example through a proxy. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Makes idempotency keys. */
  readonly newId?: (() => string) | undefined;
}

export interface DashqueueClient extends GenerationCalls, CatalogCalls, FileCalls, ServiceCalls {
  /** Many submissions that are accepted together. */
  readonly batches: BatchCalls;
  /** One action on all generations that a filter finds. */
  readonly bulk: BulkCalls;
  /** What needs one of `ADMIN_TOKENS`. */
  readonly tenants: TenantCalls;
  /** The workers that run. */
  readonly workers: WorkerCalls;
  /** Every step of a generation as it happens, and its record at the end. */
  events(id: string, options?: FollowOptions): AsyncGenerator<GenerationEvent, void, undefined>;
  /** Waits until a generation has ended, and returns it. */
  wait(id: string, options?: WaitOptions): Promise<Generation>;
  /** Submits a request and waits until it has ended, however it ended. */
  submitAndWait(submission: Submission, options?: BuyOptions & WaitOptions): Promise<Generation>;
}

const RETRIES = 4;
const TIMEOUT_MS = 60_000;

/**
 * The client of a dashqueue server. A call rejects with `DashqueueError`, or with the reason of its
 * signal. A generation that failed is an answer, not an error.
 *
 * @throws TypeError if `url` is not an absolute URL of HTTP.
 */
export function createDashqueueClient(options: ClientOptions): DashqueueClient {
  const { url, token, retries = RETRIES, timeoutMs = TIMEOUT_MS } = options;
  if (!/^https?:$/.test(new URL(url).protocol))
    throw new TypeError(`${url} is not an HTTP URL: use one such as http://127.0.0.1:3000`);
  const { fetch = globalThis.fetch, newId = () => crypto.randomUUID() } = options;
  const caller = createCaller({ url, token, retries, timeoutMs, fetch, newId, now: Date.now });
  const generations = generationCalls(caller);
  return {
    ...generations,
    ...catalogCalls(caller),
    ...fileCalls(caller),
    ...serviceCalls(caller),
    batches: batchCalls(caller),
    bulk: bulkCalls(caller),
    tenants: tenantCalls(caller),
    workers: workerCalls(caller),
    events: (id, options) => follow(caller, id, options),
    wait: (id, options) => waitForEnd(caller, id, options),
    async submitAndWait(submission, { idempotencyKey, ...options } = {}) {
      const { signal, timeoutMs } = options;
      const buying = { idempotencyKey, signal, timeoutMs };
      const { generation } = await generations.submit(submission, buying);
      return waitForEnd(caller, generation.id, options);
    },
  };
}
