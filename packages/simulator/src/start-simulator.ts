import type { Express } from "express";
import express from "express";

import { createAdminRoutes } from "./admin/admin-routes.ts";
import type { Controls } from "./admin/controls.ts";
import { createControls } from "./admin/controls.ts";
import { createApiRoutes } from "./api/api-routes.ts";
import { createProvider } from "./api/provider.ts";
import { createEventEmitter } from "./events/event-emitter.ts";
import { createFaultRates } from "./faults/fault-rates.ts";
import { createFaultScript } from "./faults/fault-script.ts";
import { createMarkedFaults } from "./faults/marked-faults.ts";
import { listen, listenNear } from "./http/listener.ts";
import { createRequestLog } from "./http/request-log.ts";
import { createStandings } from "./limits/standings.ts";
import { createThrottle } from "./limits/throttle.ts";
import { settingsOf } from "./settings/settings.ts";
import type { SimulatorOptions } from "./settings/simulator-options.ts";
import { createResultHost } from "./storage/result-host.ts";
import { createUploads } from "./storage/uploads.ts";
import type { State } from "./tasks/state-file.ts";
import { loadState, saveState } from "./tasks/state-file.ts";
import { createTaskStore } from "./tasks/task-store.ts";
import { createClock } from "./time/clock.ts";

/** A running simulator. */
export interface Simulator extends AsyncDisposable, Controls {
  /** `http://127.0.0.1:1234`. */
  readonly url: string;
  /** The base URL for clients: `url` with `/api/v1`. */
  readonly baseUrl: string;
  /** The origin of result links, on a port of its own. */
  readonly resultUrl: string;
  /** Ends all delays, finishes the open requests, then stops. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the simulator, by default on the loopback interface.
 *
 * @throws Error when the port is taken, or when the state file is not one.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { stateFile, host = "127.0.0.1" } = options;
  const loaded = stateFile === undefined ? null : loadState(stateFile);
  let resultPort = loaded?.resultPort ?? 0;
  const save = (state: Omit<State, "resultPort">) => {
    if (stateFile !== undefined) saveState(stateFile, { ...state, resultPort });
  };
  const closing = new AbortController();
  const parts = createParts(options, loaded, save, closing.signal);
  const results = await listenNear(createResultHost(parts), host, resultPort);
  resultPort = results.port;
  const controls = createControls(parts);
  const app = createApp(parts, controls, results.url);
  const api = await listen(app, host, options.port ?? 0).catch(async (error: unknown) => {
    await results.close();
    throw error;
  });
  const close = async () => {
    closing.abort();
    await Promise.all([api.close(), results.close()]);
    parts.store.save();
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

/** The answer to a request that may have been meant for dashqueue. */
const LOST_CALL =
  "This is the simulator of DashScope, whose API is at /api/v1; its controls are at /__admin. " +
  "The API of dashqueue is at its producer, by default http://127.0.0.1:3000 (PRODUCER_PORT).";

type Parts = ReturnType<typeof createParts>;

function createParts(
  options: SimulatorOptions,
  loaded: State | null,
  save: (state: Omit<State, "resultPort">) => void,
  signal: AbortSignal,
) {
  const settings = settingsOf(options);
  const clock = createClock(options.now ?? Date.now, loaded?.clockAheadMs ?? 0);
  const random = options.random ?? Math.random;
  const { now } = clock;
  const standings = createStandings(options.accountsInArrears ?? []);
  const store = createTaskStore({
    tasks: loaded?.tasks ?? [],
    slotsOf: (model) => settings.limitOf(model).maxInFlight,
    now,
    save: (tasks) => save({ clockAheadMs: clock.aheadMs(), tasks }),
  });
  const rates = createFaultRates(options.faultRates ?? { rates: {}, seed: 1 });
  const script = createFaultScript(rates);
  const emitter = createEventEmitter({
    store,
    script,
    region: settings.region,
    now,
    random,
    signal,
  });
  emitter.sendTo(options.callback ?? null);
  return {
    settings,
    clock,
    now,
    random,
    signal,
    standings,
    store,
    findTask: store.find,
    rates,
    script,
    marked: createMarkedFaults(script.add),
    emitter,
    throttle: createThrottle({ ...settings, now }),
    uploads: createUploads(now),
    log: createRequestLog(),
  };
}

function createApp(parts: Parts, controls: Controls, resultOrigin: string): Express {
  const { settings, standings } = parts;
  const access = { accountOfKey: settings.accountOfKey, standingOf: standings.of };
  const provider = createProvider({
    ...parts,
    rules: { ...settings, standingOf: standings.of },
    taskSettings: settings,
    region: settings.region,
    showsPromptEarly: settings.showsPromptEarly,
    resultOrigin,
  });
  const app = express();
  app.disable("x-powered-by");
  // DashScope's answers have no ETag, and it never answers 304.
  app.disable("etag");
  app.use("/__admin", createAdminRoutes(controls, new Set(settings.accountOfKey.values())));
  app.use("/api/v1", createApiRoutes({ ...parts, provider, access }));
  app.use((_request, response) => void response.status(404).json({ message: LOST_CALL }));
  return app;
}
