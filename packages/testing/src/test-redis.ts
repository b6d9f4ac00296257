import { randomBytes } from "node:crypto";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    redisUrl: string;
  }
}

/**
 * The Redis of this test run, and a new prefix to stay apart from the other tests. The braces are a hash tag: all its
 * keys are in one slot of a Cluster.
 */
export function testRedis(): { readonly url: string; readonly prefix: string } {
  return { url: inject("redisUrl"), prefix: `{test-${randomBytes(6).toString("hex")}}` };
}
