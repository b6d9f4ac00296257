import { Redis } from "ioredis";
import type { Child } from "./child-process.ts";

/**
 * Waits until the Redis that `child` serves on this port of the loopback answers, and returns the process id it has by
 * its own account. Rejects when the child ends, or when the limit is over.
 */
export async function waitForRedis(port: number, child: Child, limitMs: number): Promise<number> {
  const client = new Redis({
    port,
    host: "127.0.0.1",
    retryStrategy: () => 20,
    maxRetriesPerRequest: null,
  });
  // Connections are refused until it listens: the limit and the end of the child are what counts.
  client.on("error", () => {});
  const ended = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => ended.reject(new Error(`no answer within ${limitMs} ms`)),
    limitMs,
  );
  const onExit = async () => {
    await child.exited;
    ended.reject(new Error("it ended at once"));
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
