import { z } from "zod";

import { ConfigError, listen, parseEnv, port, processEnv, runService } from "../../src/index.ts";

const schema = z.object({
  ...processEnv,
  APP_PORT: port.default(0),
  BEHAVIOUR: z.string().default("well"),
});

runService(
  "stand-in",
  // oxlint-disable-next-line node/no-process-env -- this is a program
  () => parseEnv(schema, process.env),
  async ({ env, logger, shutdown }) => {
    const keptAlive = setInterval(() => {}, 60_000);
    shutdown.add("timer", () => clearInterval(keptAlive));
    if (env.BEHAVIOUR === "refuses") throw new ConfigError("APP_PORT: is taken");
    if (env.BEHAVIOUR === "fails") throw new Error("outside", { cause: new Error("inside") });
    if (env.BEHAVIOUR === "hangs") shutdown.add("queue", () => new Promise<void>(() => {}));
    if (env.BEHAVIOUR === "breaks")
      shutdown.add("queue", () => Promise.reject(new Error("broken")));
    if (env.BEHAVIOUR === "rejects")
      setImmediate(() => void Promise.reject(new Error("nobody caught this")));
    const server = await listen(
      (_request, response) => {
        logger.info({ event: "request-received" });
        // Answers only when the end has begun: an open request is waited for.
        shutdown.signal.addEventListener("abort", () =>
          setTimeout(() => response.end("answered"), 20),
        );
      },
      { host: "127.0.0.1", port: env.APP_PORT },
    );
    shutdown.add("http", server.close);
    logger.info({ event: "stand-in-listening", url: server.url });
  },
);
