import { randomBytes } from "node:crypto";

import { openArchive } from "@dashqueue/archive";
import {
  acceptsWrites,
  connectFailingFast,
  connectionProblem,
  createBulkOperations,
  createKeys,
  watchRedis,
} from "@dashqueue/queue/internal";
import { createRecurringWarning, createRedisReport, listen, runService } from "@dashqueue/service";

import { createAdapters } from "./adapters.ts";
import { createApp } from "./app.ts";
import { createLoginCheck, loginsOf } from "./auth/users.ts";
import { openBoard } from "./board/board.ts";
import { dashboardEnv } from "./env.ts";
import { createMetrics } from "./metrics.ts";
import { openProducer } from "./producer.ts";
import { createRecordWrite } from "./writes/record-write.ts";

/** The dashboard starts without Redis, but first gives the connection a moment. */
const REDIS_LIMIT_MS = 2_000;

runService("dashboard", dashboardEnv, process.env, async ({ env, logger, shutdown, require }) => {
  const redis = connectFailingFast(env.REDIS_URL, env.DASHQUEUE_PREFIX);
  const warn = createRecurringWarning(logger, Date.now);
  redis.on("error", (error) => warn({ event: "redis-error" }, connectionProblem(error)));
  shutdown.add("redis", () => redis.disconnect());

  const report = createRedisReport(logger);
  const keys = createKeys(env.DASHQUEUE_PREFIX);
  const open = () => connectFailingFast(env.REDIS_URL, env.DASHQUEUE_PREFIX);
  const watchOptions = { durability: env.REDIS_DURABILITY, open, key: keys.readiness, report };
  const { checked, confirm, close: stopWatch } = watchRedis(redis, watchOptions);
  shutdown.add("redis checks", stopWatch);
  const { registry, countWrite } = createMetrics();
  const prefix = env.DASHQUEUE_PREFIX;
  const adapters = createAdapters(redis, keys, Date.now);
  shutdown.add("queues", adapters.close);
  const { store, audit } = adapters;
  const { logins, generated } = loginsOf(env, () => randomBytes(18).toString("base64url"));
  const findUser = createLoginCheck(logins);
  const recordWrite = createRecordWrite({ audit, logger, count: countWrite, now: Date.now });
  const board = openBoard({ redis, prefix, store, findUser, recordWrite });
  shutdown.add("board", board.close);

  const archive = await openArchive(env.ARCHIVE_URL);
  const { queue, models } = openProducer(env, redis, archive, {
    confirm,
    now: Date.now,
    newId: () => crypto.randomUUID(),
  });
  shutdown.add("producer", () => queue.close());
  const app = createApp({
    ...adapters,
    redisState: async () => ({
      durability: report.current(),
      memory: await adapters.readMemory(),
    }),
    queue,
    models,
    operations: createBulkOperations({ redis, keys, confirm }),
    recordWrite,
    findUser,
    health: { ready: () => acceptsWrites(redis, keys.readiness), redis: report, registry },
    board: board.router,
    archive,
    trustedProxies: env.TRUSTED_PROXIES,
    logger,
    now: Date.now,
  });
  await require(checked, REDIS_LIMIT_MS);
  const { url, close } = await listen(app, env, "DASHBOARD_PORT");
  shutdown.add("http", close);

  // The only credential that is ever logged (G7): there is no other way to learn it, and it is
  // valid on the loopback interface only.
  if (generated !== null)
    logger.warn(
      { event: "dashboard-password-made", user: generated.name },
      `DASHBOARD_PASSWORD is not set: log in as ${generated.name} with ${generated.password}`,
    );
  logger.info({ event: "dashboard-listening", url }, `dashboard listening at ${url}`);
});
