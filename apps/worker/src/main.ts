import { once } from "node:events";
import { hostname } from "node:os";

import { openArchive } from "@dashqueue/archive";
import {
  acceptsWrites,
  connectionProblem,
  connectPatiently,
  createKeys,
  MACHINE,
  openSharedClock,
  watchRedis,
} from "@dashqueue/queue/internal";
import {
  createRecurringWarning,
  createRedisReport,
  healthRouter,
  listen,
  noApiHandler,
  runService,
} from "@dashqueue/service";
import express from "express";

import { createAdapters } from "./assembly/adapters.ts";
import { createWorker } from "./assembly/create-worker.ts";
import { workerEnv } from "./env/env.ts";
import { reportClockJump, reportMachineClock } from "./upkeep/clock-report.ts";
import { startHousekeeping } from "./upkeep/housekeeping.ts";

/** Gives a reachable provider time to answer; without one, the worker starts and waits for it. */
const PROVIDER_WAIT_MS = 5_000;
/** Gives a reachable Redis time to connect. Without one, the worker is checked later, and waits. */
const REDIS_WAIT_MS = 2_000;

runService(
  "worker",
  workerEnv,
  process.env,
  async ({ env, logger, shutdown, tracing, require }) => {
    const redis = connectPatiently(env.REDIS_URL, env.DASHQUEUE_PREFIX);
    const jobs = connectPatiently(env.REDIS_URL, env.DASHQUEUE_PREFIX);
    const subscriber = connectPatiently(env.REDIS_URL, env.DASHQUEUE_PREFIX);
    const warn = createRecurringWarning(logger, Date.now);
    for (const connection of [redis, jobs, subscriber]) {
      connection.on("error", (error) => warn({ event: "redis-error" }, connectionProblem(error)));
      shutdown.add("redis", () => connection.disconnect());
    }

    const keys = createKeys(env.DASHQUEUE_PREFIX);
    const report = createRedisReport(logger);
    const open = () => connectPatiently(env.REDIS_URL, env.DASHQUEUE_PREFIX);
    const watchOptions = { durability: env.REDIS_DURABILITY, open, key: keys.readiness, report };
    const { checked, confirm, works, close: stopWatch } = watchRedis(redis, watchOptions);
    shutdown.add("redis checks", stopWatch);
    await require(checked, REDIS_WAIT_MS);

    const closing = shutdown.signal;
    const onJump = (jumpMs: number) => reportClockJump("redis", jumpMs, logger);
    const clock = openSharedClock({ redis, machine: MACHINE, onJump });
    shutdown.add("clock", async () => clock.close());
    // Nothing may start with the time of this machine: it waits for Redis, or until it is stopped.
    await Promise.race([clock.read(), once(closing, "abort")]);
    if (closing.aborted) return;
    reportMachineClock(clock.machineAheadMs(), logger);
    const archive = await openArchive(env.ARCHIVE_URL);
    const { random } = Math;
    const ports = { env, archive, redis, confirm, jobs, logger, tracing, closing, clock, random };
    const adapters = createAdapters(ports);
    await require(adapters.checkAccounts(closing), PROVIDER_WAIT_MS);
    const self = { host: hostname(), pid: process.pid };
    const worker = createWorker({ ...ports, process: self }, adapters);
    shutdown.add("stages", () => worker.close());

    const housekeeping = startHousekeeping({
      subscriber,
      redis,
      keys,
      workerId: adapters.workerId,
      worker,
      intervalMs: env.REPAIR_INTERVAL_MS,
      logger,
      closing,
    });
    shutdown.add("housekeeping", () => housekeeping);

    const app = express().disable("x-powered-by");
    const ready = async () => (await acceptsWrites(redis, keys.readiness)) && (await works());
    const { details, registry } = worker;
    app.use(healthRouter({ ready, details, redis: report, registry }), noApiHandler);
    const { url, close } = await listen(app, env, "WORKER_PORT");
    shutdown.add("health", close);
    logger.info(
      { event: "worker-listening", url, stages: env.WORKER_STAGES },
      `worker listening at ${url}, readiness at ${url}/readyz`,
    );
  },
);
