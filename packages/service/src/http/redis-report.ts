import { Gauge } from "prom-client";

import type { Logger } from "../log/logger.ts";

/** What the checks of Redis found: for the log, `/readyz` and `/metrics`. */
export interface RedisReport {
  /** How Redis makes writes durable; `unchecked` before the first check, or `refused`. */
  current(): string;
  /** For the registry of the process. */
  readonly gauge: Gauge;
  mode(mode: string): void;
  warn(warning: { readonly event: string; readonly message: string }): void;
  refuse(message: string): void;
}

export function createRedisReport(logger: Logger): RedisReport {
  const gauge = new Gauge({
    name: "dashqueue_redis_durability",
    help: "1 for the way in which Redis makes writes durable: fsync, waitaof, replica, unverified or none.",
    labelNames: ["mode"],
    registers: [],
  });
  let current = "";
  const set = (mode: string) => {
    current = mode;
    gauge.reset();
    gauge.set({ mode }, 1);
  };
  set("unchecked");
  return {
    current: () => current,
    gauge,
    mode(mode) {
      set(mode);
      logger.info({ event: "redis-durability", mode }, `redis keeps acknowledged writes: ${mode}`);
    },
    warn: ({ event, message }) => logger.warn({ event }, message),
    refuse(message) {
      set("refused");
      logger.error({ event: "redis-refused" }, message);
    },
  };
}
