import { randomBytes } from "node:crypto";

import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    redisUrl: string;
  }
}

/**
 * The Redis of this test run, with a new key prefix that isolates the caller from other tests. The
 * braces are a hash tag, which keeps all keys in one slot of a Redis Cluster.
 */
export function testRedis(): { readonly url: string; readonly prefix: string } {
  return { url: inject("redisUrl"), prefix: `{test-${randomBytes(6).toString("hex")}}` };
}
