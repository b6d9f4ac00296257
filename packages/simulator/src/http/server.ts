import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import express, { type Express } from "express";

import { createAdmin, type Controls } from "./admin.ts";
import { createApi } from "./api.ts";
import type { ExchangeParts } from "./exchange.ts";
import { createExchangeParts } from "./exchange-parts.ts";
import { createClock, type Clock } from "../tasks/clock.ts";
import { createEventEmitter, type EventEmitter } from "../tasks/event-emitter.ts";
import { createFaultRates, type FaultRates } from "../faults/rates.ts";
import { createFaultScript } from "../faults/script.ts";
import { ledgerOf } from "../ledger/ledger.ts";
import { listen, listenNear } from "./listener.ts";
import { createProvider } from "../tasks/provider.ts";
import { createResultHost, videoFile } from "./result-host.ts";
import { settingsOf, type Settings, type SimulatorOptions } from "../settings/settings.ts";
import { loadState, saveState } from "../tasks/state.ts";
import { createStandings, type Standings } from "../limits/standings.ts";
import { statsOf } from "../ledger/stats.ts";
import { isForgotten, statusAt } from "../tasks/task-status.ts";
import { createTaskStore, type TaskStore } from "../tasks/task-store.ts";
import { taskView } from "../tasks/task-view.ts";
import type { Task } from "../tasks/task.ts";
import { createUploads, type Uploads } from "./uploads.ts";
import { createThrottle, type Throttle } from "../limits/throttle.ts";

/** A running simulator. */
export type Simulator = AsyncDisposable &
  Controls & {
    /** `http://127.0.0.1:1234`. */
    readonly url: string;
    /** What clients take as DashScope's base URL: `url` with `/api/v1`. */
    readonly baseUrl: string;
    /** Where results are downloaded: another port than the API's. */
    readonly resultUrl: string;
    /** Answers what is open, then stops. */
    readonly close: () => Promise<void>;
  };

/**
 * Starts DashScope on this machine, on the loopback.
 *
 * @throws Error when the port is taken, or the state file holds something else.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { stateFile } = options;
  const loaded = stateFile === undefined ? null : loadState(stateFile);
  let resultPort = loaded?.resultPort ?? 0;
  const clock = createClock(options.now ?? Date.now, loaded?.clockAheadMs ?? 0);
  const standings = createStandings(options.accountsInArrears ?? []);
  const settings = { ...settingsOf({ ...options, now: clock.now }), standingOf: standings.of };
  const store = createTaskStore({
    tasks: loaded?.tasks ?? [],
    placesOf: (model) => settings.limitOf(model).maxInFlight,
    now: settings.now,
    save: (tasks) => {
      if (stateFile !== undefined)
        saveState(stateFile, { resultPort, clockAheadMs: clock.aheadMs(), tasks });
    },
  });
  const closing = new AbortController();
  const { now, random } = settings;
  const rates = createFaultRates(options.faultRates ?? { rates: {}, seed: 1 });
  const script = createFaultScript(rates);
  const exchange = createExchangeParts({ store, script, now, random, signal: closing.signal });
  const throttle = createThrottle(settings);
  const uploads = createUploads(now);
  const emitter = createEventEmitter({ ...exchange, store, region: settings.region });
  emitter.sendTo(options.callback ?? null);
  const controls = createControls({
    clock,
    standings,
    store,
    throttle,
    uploads,
    rates,
    exchange,
    emitter,
  });
  const results = await listenNear(createResults(store, exchange, uploads), resultPort);
  resultPort = results.port;
  const app = createApp({
    settings,
    store,
    throttle,
    uploads,
    exchange,
    controls,
    resultOrigin: results.url,
  });
  const api = await listen(app, options.port ?? 0).catch(async (error: unknown) => {
    await results.close();
    throw error;
  });
  const close = async () => {
    closing.abort();
    await Promise.all([api.close(), results.close()]);
    store.save();
  };
  return {
    ...controls,
    url: api.url,
    baseUrl: `${api.url}/api/v1`,
    resultUrl: results.url,
    close,
    [Symbol.asyncDispose]: close,
  };
}

type ControlParts = {
  readonly clock: Clock;
  readonly standings: Standings;
  readonly store: TaskStore;
  readonly throttle: Throttle;
  readonly uploads: Uploads;
  readonly rates: FaultRates;
  readonly exchange: ExchangeParts;
  readonly emitter: EventEmitter;
};

function createControls({
  clock,
  standings,
  store,
  throttle,
  uploads,
  rates,
  exchange,
  emitter,
}: ControlParts): Controls {
  const { script, marked, log } = exchange;
  const { now } = clock;
  return {
    tasks: () => store.all().map((task) => taskView(task, now())),
    ledger: () => ledgerOf(store.all(), now()),
    requests: () => log.all(),
    uploads: () => uploads.all(),
    stats: () => statsOf(store.all(), log.all(), throttle.refusals(), now()),
    script: (fault) => script.add(fault),
    rates: rates.set,
    account: standings.set,
    sendEvents: emitter.sendTo,
    advance: (durationMs) => {
      clock.advance(durationMs);
      store.save();
    },
    reset: () => {
      for (const part of [standings, store, throttle, uploads, script, marked, rates, log])
        part.clear();
    },
  };
}

function createResults(store: TaskStore, exchange: ExchangeParts, uploads: Uploads): Express {
  const bytes = readFileSync(videoFile);
  const etag = `"${createHash("md5").update(bytes).digest("hex").toUpperCase()}"`;
  const isThere = (task: Task) => {
    const now = exchange.now();
    return statusAt(task, now) === "SUCCEEDED" && !isForgotten(task, now);
  };
  const hasResult = (taskId: string) => {
    const task = store.find(taskId);
    return task !== undefined && isThere(task);
  };
  return createResultHost({ exchange, hasResult, uploads, video: { bytes, etag } });
}

type AppParts = {
  readonly settings: Settings;
  readonly store: TaskStore;
  readonly throttle: Throttle;
  readonly uploads: Uploads;
  readonly exchange: ExchangeParts;
  readonly controls: Controls;
  readonly resultOrigin: string;
};

function createApp({
  settings,
  store,
  throttle,
  uploads,
  exchange,
  controls,
  resultOrigin,
}: AppParts): Express {
  const app = express();
  app.disable("x-powered-by");
  // DashScope's answers have none, and a 304 is none of its answers.
  app.disable("etag");
  const provider = createProvider({ settings, store, throttle, uploads, resultOrigin });
  app.use("/__admin", createAdmin(controls));
  app.use("/api/v1", createApi({ provider, settings, exchange }));
  return app;
}
