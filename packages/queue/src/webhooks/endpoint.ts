import { z } from "zod";

/**
 * A webhook endpoint that failed lately: all URLs of a tenant with one origin. One that works has
 * no state. Times are epoch milliseconds.
 */
export const endpointSchema = z.object({
  /** Failed attempts in a row, of all generations. */
  failures: z.int(),
  /** The first two generations among them. Absent in the state of an earlier version. */
  generations: z.array(z.string()).default([]),
  /** When the first of them was made. */
  since: z.number(),
  lastError: z.string(),
  lastFailureAt: z.number(),
  /** When the next probe is due; null while it is not paused. */
  pausedUntil: z.number().nullable(),
  /** Probes in a row that failed. */
  probes: z.int(),
});
export type Endpoint = z.infer<typeof endpointSchema>;

/** Whether a message may be sent to an endpoint now. */
export type Entry =
  | { readonly kind: "open" }
  /** It is paused, and this message finds out whether it answers again. */
  | { readonly kind: "probe" }
  | { readonly kind: "paused"; readonly until: number };

export function isEndpointPaused(endpoint: Endpoint | null): boolean {
  return endpoint !== null && endpoint.pausedUntil !== null;
}

/** Whether it failed so often that it was paused, and has not answered since. */
export function isEndpointDown(endpoint: Endpoint | null): boolean {
  return endpoint !== null && (endpoint.pausedUntil !== null || hasFailedOften(endpoint));
}

/**
 * An endpoint is paused after this many failures in a row, of at least two generations. An outage
 * of a few seconds costs a short pause.
 */
export const FAILURES_BEFORE_PAUSE = 5;
/** One generation alone may fail because of its own message. */
const GENERATIONS_BEFORE_PAUSE = 2;

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** Longer than a probe takes. If its worker dies, another message is the probe after this. */
const PROBE_MS = 20_000;

/** Decides whether a message may be sent, and what is known of the endpoint after that. */
export function enterEndpoint(
  endpoint: Endpoint | null,
  now: number,
): { readonly entry: Entry; readonly endpoint: Endpoint | null } {
  const until = endpoint?.pausedUntil ?? null;
  if (endpoint === null || until === null) return { entry: { kind: "open" }, endpoint };
  if (now < until) return { entry: { kind: "paused", until }, endpoint };
  return { entry: { kind: "probe" }, endpoint: { ...endpoint, pausedUntil: now + PROBE_MS } };
}

/** An attempt that got no answer, or one that shows a problem of the endpoint itself. */
export interface EndpointFailure {
  /** The generation whose message it was. */
  readonly generation: string;
  readonly error: string;
  readonly isProbe: boolean;
  /** The least delay that the receiver asked for. */
  readonly retryAfterMs: number | null;
}

/** The result of an attempt, as far as it concerns the endpoint. */
export type EndpointAnswer =
  /** `rejected`: it works, but does not accept this message. `gone`: it wants none at this URL. */
  | { readonly kind: "accepted" | "rejected" | "gone" }
  | ({ readonly kind: "failed" } & EndpointFailure);

/** What is known of an endpoint after an attempt; null if it works. */
export function afterAnswer(
  endpoint: Endpoint | null,
  answer: EndpointAnswer,
  now: number,
): Endpoint | null {
  return answer.kind === "failed" ? afterFailure(endpoint, answer, now) : null;
}

/** A failed probe doubles the pause; messages that were under way when it began do not. */
function afterFailure(endpoint: Endpoint | null, failure: EndpointFailure, now: number): Endpoint {
  const before = endpoint ?? fresh(now);
  const { failures, since, pausedUntil, probes } = before;
  const generations = [...new Set([...before.generations, failure.generation])];
  const known = {
    failures: failures + 1,
    generations: generations.slice(0, GENERATIONS_BEFORE_PAUSE),
    since,
    lastError: failure.error,
    lastFailureAt: now,
    pausedUntil,
    probes,
  };
  const begins = pausedUntil === null && hasFailedOften(known);
  if (!begins && !failure.isProbe) return known;
  const passed = failure.isProbe ? probes + 1 : 0;
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** passed, LONGEST_PAUSE_MS);
  return {
    ...known,
    probes: passed,
    pausedUntil: now + Math.max(pauseMs, failure.retryAfterMs ?? 0),
  };
}

function hasFailedOften({ failures, generations }: Pick<Endpoint, "failures" | "generations">) {
  return failures >= FAILURES_BEFORE_PAUSE && generations.length >= GENERATIONS_BEFORE_PAUSE;
}

/**
 * What is known of an endpoint that a person resumes. Its next failure pauses it again.
 *
 * @param askedAt one that has failed since stays as it is, because that is newer than the wish
 */
export function afterResuming(endpoint: Endpoint | null, askedAt: number): Endpoint | null {
  if (endpoint === null || endpoint.pausedUntil === null) return endpoint;
  if (endpoint.lastFailureAt > askedAt) return endpoint;
  return { ...endpoint, pausedUntil: null, probes: 0 };
}

function fresh(now: number) {
  return { failures: 0, generations: [], since: now, pausedUntil: null, probes: 0 };
}
