import path from "node:path";
import { startApp, startRedis } from "../../src/index.ts";

/** Starts children and then dies without a word to them. */
const redis = await startRedis();
const app = await startApp("stand-in", {}, { script: path.join(import.meta.dirname, "app.ts") });
process.stdout.write(`${JSON.stringify([redis.port, Number(new URL(app.url).port)])}\n`);
if (process.env["DEATH"] === "exception") throw new Error("died");
if (process.env["DEATH"] === "exit") process.exit(3);
process.kill(process.pid, "SIGKILL");
