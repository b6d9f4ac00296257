import path from "node:path";

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
