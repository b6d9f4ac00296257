import { setTimeout as sleep } from "node:timers/promises";

import pRetry from "p-retry";

import type { OutgoingRequest } from "../api/operation.ts";
import { DashqueueError } from "./dashqueue-error.ts";
import { refusalOf } from "./refusal.ts";
import { retryWaitMs } from "./retry.ts";

export interface ExchangePorts {
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => number;
  readonly retries: number;
  /** Of one attempt. */
  readonly timeoutMs: number;
}

export interface ExchangeOptions {
  /** Ends the call, which rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** The longest time of one attempt, instead of that of the client. */
  readonly timeoutMs?: number | undefined;
}

/** Reads what an answer holds. The time limit covers it. */
export type Read<Result> = (response: Response) => Promise<Result>;

/**
 * Sends a request, retries it if it is safe to repeat, and returns what `read` reads.
 *
 * @throws DashqueueError, or the reason of the signal.
 */
export async function exchange<Result>(
  ports: ExchangePorts,
  request: OutgoingRequest,
  read: Read<Result>,
  options: ExchangeOptions,
): Promise<Result> {
  const { signal } = options;
  try {
    return await pRetry(() => attempt(ports, request, read, options), {
      retries: ports.retries,
      minTimeout: FIRST_BACKOFF_MS,
      randomize: true,
      ...(signal === undefined ? {} : { signal }),
      async shouldRetry({ error }) {
        const waitMs = retryWaitMs(error, request.isRepeatable);
        if (waitMs === null) return false;
        await sleep(waitMs, undefined, signal === undefined ? {} : { signal });
        return true;
      },
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

const FIRST_BACKOFF_MS = 300;

async function attempt<Result>(
  ports: ExchangePorts,
  { method, url, headers, body }: OutgoingRequest,
  read: Read<Result>,
  { signal, timeoutMs = ports.timeoutMs }: ExchangeOptions,
): Promise<Result> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeoutMs);
  const ending = signal === undefined ? limit.signal : AbortSignal.any([limit.signal, signal]);
  try {
    const init = { method, headers, signal: ending, ...(body === undefined ? {} : { body }) };
    const response = await ports.fetch(url, init);
    if (!response.ok) throw await refused(response, ports.now());
    return await read(response);
  } catch (error) {
    signal?.throwIfAborted();
    if (limit.signal.aborted) throw late(url, timeoutMs);
    // What `fetch` throws for a connection that fails or breaks.
    throw error instanceof TypeError ? unreachable(url, error) : error;
  } finally {
    clearTimeout(timer);
  }
}

async function refused(response: Response, nowMs: number): Promise<DashqueueError> {
  const { status, statusText, headers } = response;
  const body = await response.text();
  const retryAfter = headers.get("Retry-After");
  return new DashqueueError(refusalOf({ status, statusText, body, retryAfter }, nowMs));
}

function late(url: string, timeoutMs: number): DashqueueError {
  const detail = `${originOf(url)} did not answer within ${timeoutMs} ms. Look at the log of the producer, or raise timeoutMs.`;
  return new DashqueueError({ kind: "timeout", detail });
}

function unreachable(url: string, cause: unknown): DashqueueError {
  const detail = `No connection to ${originOf(url)}${reasonOf(cause)}. Check the URL, and that the producer runs.`;
  return new DashqueueError({ kind: "unreachable", detail, cause });
}

/** `fetch` hides the error of the connection in the cause. */
function reasonOf(error: unknown): string {
  const { cause } = error as {
    readonly cause?: { readonly code?: string; readonly message?: string };
  };
  const reason = cause?.code ?? cause?.message;
  return reason === undefined ? "" : ` (${reason})`;
}

/** Without the path, which may hold ids, and without credentials. */
function originOf(url: string): string {
  return new URL(url).origin;
}
