import { randomBytes } from "node:crypto";

import {
  connectFailingFast,
  createGenerationStore,
  createKeys,
  waitUntilReady,
} from "@dashqueue/queue/internal";
import { listen, parseEnv, runService } from "@dashqueue/service";

import { BOARD_PATH, createApp } from "./app.ts";
import { openBoard } from "./board/board.ts";
import { dashboardEnv } from "./env.ts";
import { createMetrics } from "./metrics.ts";
import { createWriteLog } from "./board/write-log.ts";

/** Redis may be away at the start, but is usually just being connected to. */
const REDIS_LIMIT_MS = 2_000;

runService(
  "dashboard",
  () => parseEnv(dashboardEnv, process.env),
  async ({ env, logger, shutdown }) => {
    const redis = connectFailingFast(env.REDIS_URL);
    redis.on("error", ({ message }) => logger.warn({ event: "redis-error" }, message));
    shutdown.add("redis", () => redis.disconnect());

    const { registry, written } = createMetrics();
    const store = createGenerationStore(redis, createKeys(env.DASHQUEUE_PREFIX), Date.now);
    const user = env.DASHBOARD_USER;
    const board = openBoard(BOARD_PATH, {
      redis,
      prefix: env.DASHQUEUE_PREFIX,
      store,
      onWrite: createWriteLog(logger, user, written),
    });
    shutdown.add("board", () => board.close());

    const password = env.DASHBOARD_PASSWORD ?? randomBytes(18).toString("base64url");
    const ready = async () => (await redis.ping()) === "PONG";
    const app = createApp({
      board,
      store,
      login: { user, password },
      registry,
      ready,
      logger,
      now: Date.now,
    });
    await waitUntilReady(redis, REDIS_LIMIT_MS);
    const { url, close } = await listen(app, { host: env.HOST, port: env.DASHBOARD_PORT });
    shutdown.add("http", close);

    // The one credential that is logged, once: there is no other way to learn it, and only this machine can use it.
    if (env.DASHBOARD_PASSWORD === undefined)
      logger.warn(
        { event: "dashboard-password-made", user },
        `no DASHBOARD_PASSWORD: log in as ${user} with ${password}`,
      );
    logger.info({ event: "dashboard-listening", url }, `dashboard is up: ${url}`);
  },
);
