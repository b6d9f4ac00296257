import { parentPort, workerData } from "node:worker_threads";

import { createUntrustedFetch } from "@dashqueue/service";

import { look } from "./media-look.ts";
import type { LookOrder } from "./media-look-threads.ts";
import { createTurns } from "./turns.ts";

/** At once, of one request. */
const MOST_FILES = 16;

const { places, allowedHosts, limitMs } = workerData as LookOrder;
const fetch = createUntrustedFetch(allowedHosts);
const signal = AbortSignal.timeout(limitMs);
const turn = createTurns(MOST_FILES);
parentPort?.postMessage(
  await Promise.all(places.map((place) => turn(() => look(fetch, place, signal)))),
);
