import path from "node:path";

import { connectionProblem, connectPatiently, waitUntilReady } from "@dashqueue/queue/internal";
import { startRedis } from "@dashqueue/testing";

import { StackFailure } from "./failure/stack-failure.ts";
import { DATA_FOLDER, shortPath } from "./workspace.ts";

export interface StackRedis extends AsyncDisposable {
  readonly url: string;
  /** For the user, in words. */
  readonly description: string;
  /** Resolves when a private Redis has ended. */
  readonly exited: Promise<unknown>;
}

const ANSWER_LIMIT_MS = 5_000;

/**
 * Rejects with `StackFailure` if the Redis of REDIS_URL cannot be used: the apps would wait for it.
 */
export async function refuseAbsentRedis(
  url: string | undefined,
  prefix: string | undefined,
): Promise<void> {
  if (url === undefined || url === "") return;
  const problem = await problemAt(url, prefix || "{dashqueue}");
  if (problem === null) return;
  const advice = "Remove REDIS_URL to use a private Redis.";
  throw new StackFailure(`Redis cannot be used: ${problem}. ${advice}`);
}

async function problemAt(url: string, prefix: string): Promise<string | null> {
  let problem = `it does not answer within ${ANSWER_LIMIT_MS / 1_000} s: check REDIS_URL and the server`;
  try {
    const redis = connectPatiently(url, prefix);
    redis.once("error", (error) => (problem = connectionProblem(error)));
    const isReady = await waitUntilReady(redis, ANSWER_LIMIT_MS);
    redis.disconnect();
    return isReady ? null : problem;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Uses the given Redis, or starts a private one that syncs every write to data/redis. */
export async function startStackRedis(givenUrl: string | undefined): Promise<StackRedis> {
  if (givenUrl !== undefined && givenUrl !== "") {
    return {
      url: givenUrl,
      description: "from REDIS_URL",
      exited: Promise.withResolvers<never>().promise,
      [Symbol.asyncDispose]: async () => {},
    };
  }
  const directory = path.join(DATA_FOLDER, "redis");
  try {
    const redis = await startRedis({ directory, appendOnly: true });
    return {
      url: redis.url,
      description: `${redis.url} (private ${redis.command}, data in ${shortPath(directory)})`,
      exited: redis.exited,
      [Symbol.asyncDispose]: redis.stop,
    };
  } catch (error) {
    throw new StackFailure("Redis did not start.", {
      details: (error as Error).message,
      cause: error,
    });
  }
}
