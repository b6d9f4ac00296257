import { z } from "zod";

/** What came of the action on one generation, unless its tenant was at a limit. */
const settledSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["done", "skipped"]) }),
  /** `error` if Redis or the archive failed, which may pass. */
  z.object({ kind: z.enum(["failed", "error"]), message: z.string() }),
]);
type Settled = z.infer<typeof settledSchema>;

/** How far an operation is. */
export const progressSchema = z.object({
  /** How many of its generations it has passed: the sum of the next three. */
  passed: z.int(),
  done: z.int(),
  /** Nothing was left to do. */
  skipped: z.int(),
  failed: z.int(),
  /** The first failures. */
  failures: z.array(z.object({ id: z.string(), message: z.string() })).readonly(),
  /**
   * How many of the next ones a process acts on now. If it dies, they are done again and counted,
   * also once the operation is canceled.
   */
  begun: z.int().default(0),
  /**
   * What came of the next ones, from the first that has to be done again. They are counted after
   * it, or when the operation is canceled. Null for one that waits for a limit of its tenant.
   */
  ahead: z.array(settledSchema.nullable()).readonly().default([]),
  /** How often in a row the next generation has met an error that may pass. */
  errors: z.int(),
  /** Why it waits, and until when, epoch milliseconds; null while it runs. */
  waiting: z
    .object({
      reason: z.enum(["max_queued", "submits_per_minute", "disabled", "error"]),
      until: z.number(),
    })
    .nullable(),
  /** Epoch milliseconds. */
  finishedAt: z.number().nullable(),
});
export type Progress = z.infer<typeof progressSchema>;

export const NO_PROGRESS: Progress = {
  passed: 0,
  done: 0,
  skipped: 0,
  failed: 0,
  failures: [],
  begun: 0,
  ahead: [],
  errors: 0,
  waiting: null,
  finishedAt: null,
};

/** What came of the action on one generation. */
export type Acted =
  | Settled
  /** The tenant is at a limit: go on after this time. */
  | {
      readonly kind: "wait";
      readonly reason: "max_queued" | "submits_per_minute" | "disabled";
      readonly ms: number;
    };

const MOST_FAILURES = 20;
const MOST_ERRORS = 10;
const ERROR_WAIT_MS = 5_000;

/**
 * Counts a page of generations up to the first one that has to be done again later. One that meets
 * errors only is given up, so that it does not hold up the others forever.
 */
export function afterPage(
  before: Progress,
  ids: readonly string[],
  acted: readonly Acted[],
  now: number,
): Progress {
  const isStop = (each: Acted, index: number) =>
    each.kind === "wait" || (each.kind === "error" && (index > 0 || mayRepeat(before)));
  const stop = acted.findIndex(isStop);
  if (stop === -1) return counted(before, ids, acted);
  const stopped = acted[stop];
  return {
    ...counted(before, ids, acted.slice(0, stop)),
    ahead: acted.slice(stop).map(settledIn),
    errors: stopped?.kind === "error" ? (stop === 0 ? before.errors : 0) + 1 : 0,
    waiting: waitingFor(stopped, now),
  };
}

/**
 * The same for a page that a process had begun when the operation was canceled. What has to wait is
 * left out.
 */
export function afterLastPage(
  before: Progress,
  ids: readonly string[],
  acted: readonly Acted[],
  now: number,
): Progress {
  const error = acted.find(({ kind }) => kind === "error");
  if (error !== undefined && mayRepeat(before))
    return { ...before, errors: before.errors + 1, waiting: waitingFor(error, now) };
  return ended(before, ids, acted.map(settledIn), now);
}

/**
 * Ends an operation that was canceled while no process acted on a page.
 *
 * @param ids of the generations in `ahead`
 */
export function afterCancel(before: Progress, ids: readonly string[], now: number): Progress {
  const settled = before.ahead.map((each) =>
    each?.kind === "error" ? { ...each, message: UNKNOWN } : each,
  );
  return ended(before, ids, settled, now);
}

const UNKNOWN =
  "Redis or the archive failed, and then the operation was canceled. It may have been done.";

/** Counts what does not wait, and finishes. */
function ended(
  before: Progress,
  ids: readonly string[],
  settled: readonly (Settled | null)[],
  now: number,
): Progress {
  const known = settled.flatMap((each, index) =>
    each === null ? [] : [{ each, id: ids[index] ?? "" }],
  );
  const [knownIds, acted] = [known.map(({ id }) => id), known.map(({ each }) => each)];
  return { ...counted(before, knownIds, acted), finishedAt: now };
}

function settledIn(acted: Acted): Settled | null {
  return acted.kind === "wait" ? null : acted;
}

function mayRepeat({ errors }: Progress): boolean {
  return errors + 1 < MOST_ERRORS;
}

function counted(before: Progress, ids: readonly string[], passed: readonly Acted[]): Progress {
  const count = (...kinds: Acted["kind"][]) =>
    passed.filter(({ kind }) => kinds.includes(kind)).length;
  const failures = passed.flatMap((each, index) =>
    each.kind === "failed" || each.kind === "error"
      ? [{ id: ids[index] ?? "", message: each.message }]
      : [],
  );
  return {
    passed: before.passed + passed.length,
    done: before.done + count("done"),
    skipped: before.skipped + count("skipped"),
    failed: before.failed + count("failed", "error"),
    failures: [...before.failures, ...failures].slice(0, MOST_FAILURES),
    begun: 0,
    ahead: [],
    errors: 0,
    waiting: null,
    finishedAt: null,
  };
}

/** Counts generations whose ids Redis has lost as failed. */
export function withLost(progress: Progress, lost: number): Progress {
  const message = `Redis has lost the ids of ${lost} generations. Begin another operation for them.`;
  return {
    ...progress,
    passed: progress.passed + lost,
    failed: progress.failed + lost,
    failures: [...progress.failures, { id: "", message }],
  };
}

function waitingFor(stopped: Acted | undefined, now: number): Progress["waiting"] {
  switch (stopped?.kind) {
    case "wait":
      return { reason: stopped.reason, until: now + stopped.ms };
    case "error":
      return { reason: "error", until: now + ERROR_WAIT_MS };
    case "done":
    case "skipped":
    case "failed":
    case undefined:
      return null;
  }
}
