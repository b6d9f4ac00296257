import type { IncomingMessage, ServerResponse } from "node:http";

import type { EmbeddedFile } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import { disconnectSignal, ProblemError } from "@dashqueue/service";

import type { ByteBudget } from "./byte-budget.ts";
import { createByteBudget } from "./byte-budget.ts";

/** Bodies up to this size are read at once. Larger ones hold files, and share a budget. */
export const SMALL_BODY_BYTES = 1024 * 1024;

/** How bodies are read that may hold files. */
export interface LargeBodies {
  /** Of one body. */
  readonly limitBytes: number;
  /** What all large bodies together take in memory. */
  readonly budget: ByteBudget;
  /** How long a body waits for its share. */
  readonly waitMs: number;
  readonly logger: Pick<Logger, "warn">;
}

/** How many bodies of the largest size fit in memory at once. */
const BODIES_AT_ONCE = 4;
const WAIT_MS = 30_000;

export function createLargeBodies(
  limitBytes: number,
  logger: LargeBodies["logger"],
  waitMs = WAIT_MS,
): LargeBodies {
  return { limitBytes, budget: createByteBudget(limitBytes * BODIES_AT_ONCE), waitMs, logger };
}

type Files = ReadonlyMap<string, EmbeddedFile>;

const reserved = new WeakMap<IncomingMessage, () => void>();

/**
 * Waits for memory to read a large body. It is free again when `releaseBody` is called, or the
 * response is closed.
 *
 * @throws ProblemError if other bodies take all memory for too long.
 */
export async function reserveMemory(
  { limitBytes, budget, waitMs, logger }: LargeBodies,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = sizeOf(request, limitBytes);
  if (bytes <= SMALL_BODY_BYTES || bytes > limitBytes) return;
  const disconnected = disconnectSignal(response);
  const signal = AbortSignal.any([disconnected, AbortSignal.timeout(waitMs)]);
  const release = await budget.take(bytes, signal);
  if (release === null) {
    if (!disconnected.aborted)
      logger.warn({ event: "body-refused", bytes, waited_ms: waitMs }, NO_MEMORY);
    throw new ProblemError(TOO_MANY);
  }
  reserved.set(request, release);
  response.once("close", release);
}

const files = new WeakMap<IncomingMessage, Files>();

/** Keeps the files that were taken out of a body, by the ids of the uploads that they become. */
export function keepFiles(request: IncomingMessage, taken: Files): void {
  files.set(request, taken);
}

export function filesOf(request: IncomingMessage): Files | undefined {
  return files.get(request);
}

/** Frees the memory of a body before the request is answered. */
export function releaseBody(request: IncomingMessage & { body?: unknown }): void {
  request.body = undefined;
  files.delete(request);
  reserved.get(request)?.();
}

/** The size of a body; the limit if it is unknown. */
function sizeOf({ headers }: IncomingMessage, limitBytes: number): number {
  const { "content-length": length, "content-encoding": encoding } = headers;
  return length === undefined || encoding !== undefined ? limitBytes : Number(length);
}

const NO_MEMORY =
  "a large body was refused, because others took all memory for too long. Add a producer, or let callers send files to POST /v1/uploads.";

const TOO_MANY = {
  status: 503,
  detail:
    "Too many large bodies are being read. Retry, or send files to POST /v1/uploads and name them by their URLs.",
  retryAfterSeconds: 5,
};
