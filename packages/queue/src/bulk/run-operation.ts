import type { ActQueue } from "./act.ts";
import { act, DISABLED_WAIT_MS } from "./act.ts";
import type { BulkOperations, OperationState } from "./operations.ts";
import type { Acted, Progress } from "./progress.ts";
import { afterPage, withLost } from "./progress.ts";

export interface RunPorts {
  readonly operations: Pick<
    BulkOperations,
    "get" | "next" | "isStopped" | "proceed" | "forget" | "lease" | "release"
  >;
  /** Returns the queue as a tenant sees it. */
  readonly queueOf: (tenant: string) => ActQueue;
  /** Names this process. */
  readonly holder: string;
  readonly now: () => number;
  /** Takes note of an error that may pass. */
  readonly onError: (error: unknown, operation: string, generation: string) => void;
  /** Aborts when the process shuts down. */
  readonly closing: AbortSignal;
}

/** Acted on at once, and then counted. */
const PAGE = 20;
/** After these, the next operation has its turn. */
const PAGES_OF_A_TURN = 10;

/**
 * Gives an operation a turn, unless another process runs it. After a crash, a page is done again:
 * every action can be repeated. Returns whether it can go on at once.
 */
export async function runOperation(ports: RunPorts, id: string): Promise<boolean> {
  const { operations, holder, closing } = ports;
  let isReady = true;
  try {
    for (let page = 0; page < PAGES_OF_A_TURN && isReady; page += 1) {
      if (closing.aborted || !(await operations.lease(id, holder))) return false;
      const state = await operations.get(id);
      if (state === null) {
        await operations.forget(id);
        return false;
      }
      isReady = await runPage(ports, state);
    }
    return isReady;
  } finally {
    await operations.release(id, holder);
  }
}

async function runPage(ports: RunPorts, state: OperationState): Promise<boolean> {
  const { operations, now } = ports;
  if (state.progress.finishedAt !== null) return false;
  const { progress, isCanceled } = state;
  if (!isCanceled && (progress.waiting?.until ?? 0) > now()) return false;
  const next = await nextProgress(ports, state);
  if (!(await operations.proceed(state, next))) {
    await countAfterCancel(ports, state, next);
    return false;
  }
  return next.finishedAt === null && next.waiting === null;
}

/**
 * Counts a page that took longer than the lease. Another process may have ended the operation
 * meanwhile, because its caller has canceled it. A process that did the page again has counted it.
 */
async function countAfterCancel(
  { operations }: RunPorts,
  { operation, progress: { passed } }: OperationState,
  counted: Progress,
): Promise<void> {
  const state = await operations.get(operation.id);
  const finishedAt = state?.progress.finishedAt ?? null;
  if (state === null || finishedAt === null || state.progress.passed !== passed) return;
  await operations.proceed(state, { ...counted, waiting: null, finishedAt });
}

async function nextProgress(ports: RunPorts, state: OperationState): Promise<Progress> {
  const { operations, now } = ports;
  const { operation, progress, isCanceled } = state;
  const finished = { ...progress, waiting: null, finishedAt: now() };
  if (isCanceled) return finished;
  if (await operations.isStopped(state))
    return { ...progress, waiting: { reason: "disabled", until: now() + DISABLED_WAIT_MS } };
  const ids = await operations.next(state, PAGE);
  if (ids.length > 0) return afterPage(progress, ids, await actOnAll(ports, state, ids), now());
  const lost = operation.count - progress.passed;
  return lost <= 0 ? finished : withLost(finished, lost);
}

async function actOnAll(
  { queueOf, onError }: RunPorts,
  { operation }: OperationState,
  ids: readonly string[],
): Promise<readonly Acted[]> {
  const queue = queueOf(operation.tenant);
  return Promise.all(
    ids.map((id) =>
      act(queue, operation, id).catch((error: unknown): Acted => {
        onError(error, operation.id, id);
        return { kind: "error", message: FAILED };
      }),
    ),
  );
}

/** What was thrown is in the log: it may name hosts (G7). */
const FAILED = "Redis or the archive failed ten times in a row. See the log of the producer.";
