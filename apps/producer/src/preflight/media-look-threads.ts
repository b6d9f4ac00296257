import { Worker } from "node:worker_threads";

import type { MediaUrl } from "@dashqueue/dashscope";

import type { Look } from "./media-look.ts";
import { createTurns } from "./turns.ts";

/** What a thread is to do. */
export interface LookOrder {
  readonly places: readonly MediaUrl[];
  /** Fetched although they are private. */
  readonly allowedHosts: readonly string[];
  readonly limitMs: number;
}

export interface LookOptions {
  readonly allowedHosts?: readonly string[];
  /** For all files of a request together. */
  readonly limitMs?: number;
  readonly now?: () => number;
}

const LIMIT_MS = 10_000;
/** A thread that is still busy after its limit computes, and does not end by itself. */
const GRACE_MS = 5_000;
/** Most of them wait for somebody's server. */
const MOST_THREADS = 8;
const HEAP_MB = 128;

/**
 * Looks at the files of a request in a thread of their own. What is in a file is somebody else's, and one made for the
 * purpose lets a parser fill the memory or never end: then the thread dies, and nothing is known of the files.
 */
export function createLookThreads(
  options: LookOptions = {},
): (places: readonly MediaUrl[]) => Promise<readonly Look[]> {
  const { allowedHosts = [], limitMs = LIMIT_MS, now = Date.now } = options;
  const turn = createTurns(MOST_THREADS);
  return async (places) => {
    const deadline = now() + limitMs;
    return turn(async () => {
      const leftMs = deadline - now();
      if (leftMs <= 0) return unknown(places, "the files of other requests took too long");
      return lookInThread({ places, allowedHosts, limitMs: leftMs });
    });
  };
}

async function lookInThread(order: LookOrder): Promise<readonly Look[]> {
  const worker = new Worker(new URL("media-look-thread.ts", import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    // What a parser prints is no line of our log.
    stdout: true,
    stderr: true,
  });
  const { promise, resolve } = Promise.withResolvers<readonly Look[]>();
  const timer = setTimeout(
    () => resolve(unknown(order.places, "it takes too long to read")),
    order.limitMs + GRACE_MS,
  );
  worker.once("message", resolve);
  worker.once("error", ({ message }) => resolve(unknown(order.places, message)));
  worker.once("exit", () => resolve(unknown(order.places, "the thread that reads it ended")));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function unknown(places: readonly MediaUrl[], reason: string): readonly Look[] {
  return places.map(({ path }) => ({ kind: "unknown", path, reason }));
}
