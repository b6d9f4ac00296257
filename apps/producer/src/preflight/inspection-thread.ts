import { parentPort, workerData } from "node:worker_threads";

import { createUntrustedFetch } from "@dashqueue/service";

import { createConcurrencyLimit } from "./concurrency-limit.ts";
import { inspect } from "./inspection.ts";
import type { InspectionOrder } from "./inspection-threads.ts";

/** Files of one request that are read at once. */
const MAX_FILES = 16;

const { files, allowedHosts, proxy, limitMs } = workerData as InspectionOrder;
const fetch = createUntrustedFetch(allowedHosts, { proxy });
const signal = AbortSignal.timeout(limitMs);
const limited = createConcurrencyLimit(MAX_FILES);
parentPort?.postMessage(
  await Promise.all(files.map((file) => limited(() => inspect(fetch, file, signal)))),
);
