import path from "node:path";

import { startApp, startRedis } from "../../src/index.ts";

/** Starts children, then ends without stopping them. */
const redis = await startRedis();
const app = await startApp("stand-in", {}, { script: path.join(import.meta.dirname, "app.ts") });
process.stdout.write(`${JSON.stringify([redis.port, Number(new URL(app.url).port)])}\n`);
if (process.env["END"] === "exception") throw new Error("uncaught");
if (process.env["END"] === "exit") process.exit(3);
process.kill(process.pid, "SIGKILL");
