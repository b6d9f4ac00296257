import type { ActQueue } from "./act.ts";
import { act, DISABLED_WAIT_MS } from "./act.ts";
import type { BulkOperations, OperationState } from "./operations.ts";
import type { Acted, Progress } from "./progress.ts";
import { afterCancel, afterLastPage, afterPage, withLost } from "./progress.ts";

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
  /** Reports an error that may pass. */
  readonly onError: (error: unknown, operation: string, generation: string) => void;
  /** Aborts when the process shuts down. */
  readonly closing: AbortSignal;
}

/** How many generations are handled at once, before the progress is stored. */
const PAGE = 20;
/** How many pages an operation may do before the next operation gets a turn. */
const PAGES_OF_A_TURN = 10;

/**
 * Gives an operation a turn, unless another process runs it. After a crash, a page is done again:
 * every action can be repeated. Even a canceled operation repeats a page that was begun, because
 * it is unknown how much of it was done; if none was begun, the operation ends. Returns whether it
 * can go on at once.
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
  const { progress, isCanceled } = state;
  if (progress.finishedAt !== null) return false;
  if (!isCanceled && (progress.waiting?.until ?? 0) > now()) return false;
  const page = await nextPage(ports, state);
  if ("finishedAt" in page) {
    await operations.proceed(state, page);
    return false;
  }
  const begun = await withBegun(operations, state, page.ids.length);
  if (begun === null) return false;
  const after = isCanceled ? afterLastPage : afterPage;
  const next = after(progress, page.ids, await actOnAll(ports, state, page.ids), now());
  if (!(await operations.proceed(begun, next))) return false;
  return next.finishedAt === null && next.waiting === null;
}

/** What to act on next; if there is nothing, how far the operation is. */
async function nextPage(
  { operations, now }: RunPorts,
  state: OperationState,
): Promise<{ readonly ids: readonly string[] } | Progress> {
  const { operation, progress, isCanceled } = state;
  const finished = { ...progress, waiting: null, finishedAt: now() };
  if (isCanceled && progress.begun === 0) {
    const { length } = progress.ahead;
    return afterCancel(progress, length === 0 ? [] : await operations.next(state, length), now());
  }
  if (!isCanceled && (await operations.isStopped(state)))
    return { ...progress, waiting: { reason: "disabled", until: now() + DISABLED_WAIT_MS } };
  const ids = await operations.next(state, isCanceled ? progress.begun : PAGE);
  if (ids.length > 0) return { ids };
  const lost = operation.count - progress.passed;
  return lost <= 0 || isCanceled ? finished : withLost(finished, lost);
}

/** Stores that a page is begun. Null if another process has come first. */
async function withBegun(
  { proceed }: RunPorts["operations"],
  state: OperationState,
  count: number,
): Promise<OperationState | null> {
  if (state.progress.begun >= count) return state;
  const progress = { ...state.progress, begun: count };
  if (!(await proceed(state, progress))) return null;
  return { ...state, progress, revision: state.revision + 1 };
}

async function actOnAll(
  { queueOf, onError }: RunPorts,
  { operation, progress: { ahead } }: OperationState,
  ids: readonly string[],
): Promise<readonly Acted[]> {
  const queue = queueOf(operation.tenant);
  const actOn = (id: string) =>
    act(queue, operation, id).catch((error: unknown): Acted => {
      onError(error, operation.id, id);
      return { kind: "error", message: FAILED };
    });
  return Promise.all(
    ids.map(async (id, index) => {
      const known = ahead[index] ?? null;
      return known === null || known.kind === "error" ? actOn(id) : known;
    }),
  );
}

/** What was thrown is in the log: it may name hosts (G7). */
const FAILED = "Redis or the archive failed ten times in a row. See the log of the producer.";
