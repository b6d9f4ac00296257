import { Redis } from "ioredis";

import type { Child } from "../process/start-child.ts";

/**
 * Waits until the Redis of `child` answers on this port of the loopback interface, and returns the
 * process id that it reports. Rejects when the child ends, and after the limit.
 */
export async function waitForRedis(
  port: number,
  child: Child,
  limitMs: number,
  password = "",
): Promise<number> {
  const client = new Redis({
    port,
    host: "127.0.0.1",
    password,
    retryStrategy: () => 20,
    maxRetriesPerRequest: null,
  });
  // Connections are refused until the server listens; only the limit and the exit of the child
  // count.
  client.on("error", () => {});
  const ended = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => ended.reject(new Error(`no answer within ${limitMs} ms`)),
    limitMs,
  );
  const onExit = async () => {
    await child.exited;
    ended.reject(new Error("it exited"));
  };
  void onExit();
  try {
    const information = await Promise.race([client.info("server"), ended.promise]);
    return Number(/^process_id:(\d+)/m.exec(information)?.[1]);
  } finally {
    clearTimeout(timer);
    client.disconnect();
  }
}
