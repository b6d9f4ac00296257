import { z } from "zod";

import { ConfigError, listen, port, processEnv, runService } from "../../src/index.ts";

const schema = z.object({
  ...processEnv,
  APP_PORT: port.default(0),
  BEHAVIOR: z.string().default("normal"),
});

runService(
  "stand-in",
  schema,
  // oxlint-disable-next-line node/no-process-env -- this is a program
  process.env,
  async ({ env, logger, shutdown, tracing }) => {
    const keptAlive = setInterval(() => {}, 60_000);
    shutdown.add("timer", () => clearInterval(keptAlive));
    if (env.BEHAVIOR === "refuses") throw new ConfigError("APP_PORT: is in use");
    if (env.BEHAVIOR === "fails") throw new Error("outside", { cause: new Error("inside") });
    if (env.BEHAVIOR === "hangs") shutdown.add("queue", () => new Promise<void>(() => {}));
    if (env.BEHAVIOR === "breaks") shutdown.add("queue", () => Promise.reject(new Error("broken")));
    if (env.BEHAVIOR === "traces") await tracing.span("stand-in work", {}, async () => {});
    if (env.BEHAVIOR === "rejects") setImmediate(() => void Promise.reject(new Error("uncaught")));
    const server = await listen(
      (_request, response) => {
        logger.info({ event: "request-received" });
        // Answers only after the shutdown has begun, to prove that it waits for open requests.
        shutdown.signal.addEventListener("abort", () =>
          setTimeout(() => response.end("answered"), 20),
        );
      },
      { HOST: "127.0.0.1", APP_PORT: env.APP_PORT },
      "APP_PORT",
    );
    shutdown.add("http", server.close);
    logger.info({ event: "stand-in-listening", url: server.url });
  },
);
