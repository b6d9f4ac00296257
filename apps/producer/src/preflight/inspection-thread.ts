import { parentPort, workerData } from "node:worker_threads";

import { openArchive } from "@dashqueue/archive";
import { createUntrustedFetch } from "@dashqueue/service";

import { createConcurrencyLimit } from "./concurrency-limit.ts";
import { inspect } from "./inspection.ts";
import type { InspectionOrder } from "./inspection-threads.ts";

/** Files of one request that are read at once. */
const MAX_FILES = 16;

const { files, archive: location, allowedHosts, proxy, limitMs } = workerData as InspectionOrder;
const archive = await openArchive(location);
const fetch = createUntrustedFetch(allowedHosts, { proxy });
const signal = AbortSignal.timeout(limitMs);
const limited = createConcurrencyLimit(MAX_FILES);
parentPort?.postMessage(
  await Promise.all(files.map((file) => limited(() => inspect({ fetch, archive }, file, signal)))),
);
