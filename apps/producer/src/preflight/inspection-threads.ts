import { Worker } from "node:worker_threads";

import type { ArchiveLocation } from "@dashqueue/archive";
import type { MediaUrl } from "@dashqueue/dashscope";
import type { ProxySettings } from "@dashqueue/service";

import { createConcurrencyLimit } from "./concurrency-limit.ts";
import type { Inspection } from "./inspection.ts";

/** What a thread is started with. */
export interface InspectionOrder {
  readonly files: readonly MediaUrl[];
  readonly archive: ArchiveLocation;
  readonly allowedHosts: readonly string[];
  readonly proxy: ProxySettings;
  readonly limitMs: number;
}

export interface InspectionOptions {
  readonly now: () => number;
  /** Where uploads are. */
  readonly archive: ArchiveLocation;
  /** Private hosts that may be fetched from. */
  readonly allowedHosts?: readonly string[];
  readonly proxy: ProxySettings;
  /** For all files of a request together, including the wait for a thread. */
  readonly limitMs?: number;
}

const LIMIT_MS = 10_000;
/** A thread that is still running this long after its limit is stuck in a computation. */
const GRACE_MS = 5_000;
/** Threads spend most of their time waiting for remote servers. */
const MAX_THREADS = 8;
const HEAP_MB = 128;

/**
 * Inspects the files of each request in a thread of its own, because a crafted file can make a
 * parser exhaust the memory or loop forever. Such a thread is terminated and its files are
 * `unknown`.
 */
export function createInspectionThreads(
  options: InspectionOptions,
): (files: readonly MediaUrl[]) => Promise<readonly Inspection[]> {
  const { now, archive, allowedHosts = [], proxy, limitMs = LIMIT_MS } = options;
  const limited = createConcurrencyLimit(MAX_THREADS);
  return async (files) => {
    const deadline = now() + limitMs;
    return limited(async () => {
      const leftMs = deadline - now();
      if (leftMs <= 0) return unknown(files, "timed out waiting for a free thread");
      return inspectInThread({ files, archive, allowedHosts, proxy, limitMs: leftMs });
    });
  };
}

async function inspectInThread(order: InspectionOrder): Promise<readonly Inspection[]> {
  const worker = new Worker(new URL("inspection-thread.ts", import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    // Keeps output of the parsers out of our log.
    stdout: true,
    stderr: true,
  });
  const { promise, resolve } = Promise.withResolvers<readonly Inspection[]>();
  const timer = setTimeout(
    () => resolve(unknown(order.files, "timed out while reading the file")),
    order.limitMs + GRACE_MS,
  );
  worker.once("message", resolve);
  worker.once("error", ({ message }) => resolve(unknown(order.files, message)));
  worker.once("exit", () => resolve(unknown(order.files, "the thread exited without a result")));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function unknown(files: readonly MediaUrl[], reason: string): readonly Inspection[] {
  return files.map(({ path }) => ({ kind: "unknown", path, reason }));
}
