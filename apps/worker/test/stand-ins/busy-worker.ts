import { Redis } from "ioredis";

import { startStageWorker } from "../../src/loop/stage-worker.ts";

/** A worker whose event loop is blocked most of the time: `node busy-worker.ts <url> <prefix>`. */
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
    for (let block = 0; block < BLOCKS; block += 1) {
      const until = Date.now() + BLOCK_MS;
      while (Date.now() < until);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return "the busy one";
  },
  onError: (error) => process.stderr.write(`${error.message}\n`),
});
