import type { ChaosRedis } from "./chaos-redis.ts";
import { startServerBehindProxy } from "./server-behind-proxy.ts";

/** A server that is killed with SIGKILL, and restarted from its append-only file. */
export async function startKilledRedis(): Promise<ChaosRedis> {
  const started = await startServerBehindProxy();
  return {
    url: started.url,
    env: {},
    async failAndRecover() {
      await started.server.kill();
      await started.server.restart();
    },
    counts: () => ({}),
    hazards: started.hazards,
    [Symbol.asyncDispose]: async () => started[Symbol.asyncDispose](),
  };
}
