import { once } from "node:events";
import { setTimeout } from "node:timers/promises";

import type { Redis } from "ioredis";
import { ReplyError } from "ioredis";

import { isWrongDatabase } from "./connect.ts";
import type { ServerFinding } from "./server-findings.ts";
import { findingsOf } from "./server-findings.ts";

type Warning = Extract<ServerFinding, { kind: "warning" }>;

const RETRY_MS = 1_000;

/**
 * Waits for Redis and inspects it once.
 *
 * @throws if Redis would lose data, or does not have the database that its URL names.
 */
export async function checkServer(redis: Redis, warn: (warning: Warning) => void): Promise<void> {
  for (const finding of findingsOf(await readInfo(redis))) {
    if (finding.kind === "refusal") throw new Error(finding.message);
    warn(finding);
  }
}

/** Returns "" if Redis does not permit it. */
async function readInfo(redis: Redis): Promise<string> {
  for (;;) {
    await untilReady(redis);
    try {
      return await redis.info();
    } catch (error) {
      if (error instanceof ReplyError) return "";
      await setTimeout(RETRY_MS, undefined, { ref: false });
    }
  }
}

async function untilReady(redis: Redis): Promise<void> {
  while (redis.status !== "ready") {
    try {
      await once(redis, "ready");
    } catch (cause) {
      if (isWrongDatabase(cause))
        throw new Error(
          "the database in the URL of Redis does not exist: use a number below the server's databases setting",
          { cause },
        );
    }
  }
}
