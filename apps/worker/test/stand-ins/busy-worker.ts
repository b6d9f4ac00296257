import { Redis } from "ioredis";

import { startStageWorker } from "../../src/loop/stage-worker.ts";

/**
 * A worker whose event loop is blocked most of the time: `node busy-worker.ts <url> <prefix>`. It
 * prints `busy` when its job starts, and the longest block in milliseconds when the job ends.
 */
const [, , redisUrl = "", prefix = ""] = process.argv;
const BLOCKS = 6;
const BLOCK_MS = 2_000;

startStageWorker({
  connection: new Redis(redisUrl, { maxRetriesPerRequest: null }),
  prefix,
  queue: "poll",
  concurrency: 1,
  async processor() {
    process.stdout.write("busy\n");
    let longestMs = 0;
    for (let block = 0; block < BLOCKS; block += 1) {
      const startedAt = Date.now();
      while (Date.now() < startedAt + BLOCK_MS);
      await new Promise((resolve) => setTimeout(resolve, 50));
      longestMs = Math.max(longestMs, Date.now() - startedAt);
    }
    process.stdout.write(`${longestMs}\n`);
    return "the busy one";
  },
  onError: (error) => process.stderr.write(`${error.message}\n`),
});
