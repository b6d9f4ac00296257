import path from "node:path";
import { startRedis } from "@dashqueue/testing";
import { StackFailure } from "./failure.ts";
import { dataFolder, shortPath } from "./workspace.ts";

export type StackRedis = AsyncDisposable & {
  readonly url: string;
  /** What kind of Redis it is, in words. */
  readonly description: string;
  /** Resolves when a Redis of our own has ended. */
  readonly exited: Promise<unknown>;
};

/** The stack's Redis: the given one, else one of our own with its data in data/redis, every write on disk at once. */
export async function startStackRedis(givenUrl: string | undefined): Promise<StackRedis> {
  if (givenUrl !== undefined && givenUrl !== "") {
    return {
      url: givenUrl,
      description: "the one of REDIS_URL",
      exited: Promise.withResolvers<never>().promise,
      [Symbol.asyncDispose]: async () => {},
    };
  }
  const directory = path.join(dataFolder, "redis");
  try {
    const redis = await startRedis({ directory, appendOnly: true });
    return {
      url: redis.url,
      description: `${redis.url}, private, by ${redis.command}, data in ${shortPath(directory)}`,
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
