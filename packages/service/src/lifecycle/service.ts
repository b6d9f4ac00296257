import { ConfigError } from "../env/config-error.ts";
import { createLogger, type Logger } from "../log/logger.ts";
import { createShutdown, type Shutdown } from "./shutdown.ts";

/** What a process starts with. */
export interface Service<Env> {
  readonly env: Env;
  readonly logger: Logger;
  readonly shutdown: Shutdown;
}

/** The part of an environment that says how a process runs: `processEnv`. */
interface ProcessEnv {
  readonly LOG_LEVEL: string;
  readonly SHUTDOWN_GRACE_MS: number;
}

/**
 * Runs a process from its start to its end.
 *
 * A `ConfigError` while it reads its environment or starts is printed, and the exit code is 1. SIGTERM or SIGINT closes
 * everything that was added to `shutdown`, and the exit code is 0; it is 1 when that does not end within
 * `SHUTDOWN_GRACE_MS`, when a second signal comes, and after an error that nobody caught.
 */
export function runService<Env extends ProcessEnv>(
  name: string,
  readEnv: () => Env,
  start: (service: Service<Env>) => Promise<void>,
): void {
  const env = readEnvOrExit(readEnv);
  const logger = createLogger(name, { level: env.LOG_LEVEL });
  const shutdown = createShutdown();
  let ending = false;

  async function end(exitCode: number): Promise<void> {
    ending = true;
    const { open, failed } = await shutdown.run(env.SHUTDOWN_GRACE_MS);
    for (const { name, error } of failed)
      logger.error({ event: "close-failed", resource: name, error }, `${name} did not close well`);
    if (open.length > 0)
      logger.error(
        { event: "shutdown-incomplete", open },
        `did not close in time: ${open.join(", ")}`,
      );
    else if (exitCode === 0) logger.info({ event: "service-stopped" }, "stopped");
    process.exit(open.length > 0 ? 1 : exitCode);
  }

  function onSignal(signal: NodeJS.Signals): void {
    if (ending) {
      const open = shutdown.open();
      logger.error(
        { event: "shutdown-incomplete", signal, open },
        `told twice to stop; not closed: ${open.join(", ")}`,
      );
      process.exit(1);
    }
    logger.info({ event: "service-stopping", signal }, `${signal}: stopping`);
    void end(0);
  }

  function onUncaught(error: unknown): void {
    logger.fatal(
      { event: "service-crashed", error },
      "an error that nobody caught: the process ends",
    );
    process.exit(1);
  }

  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  process.on("uncaughtException", onUncaught).on("unhandledRejection", onUncaught);

  start({ env, logger, shutdown }).catch((error: unknown) => {
    // What was being opened when the end came may fail for that very reason.
    if (ending) return;
    if (error instanceof ConfigError) print(error.message);
    else logger.fatal({ event: "start-failed", error }, "did not start");
    void end(1);
  });
}

function readEnvOrExit<Env>(readEnv: () => Env): Env {
  try {
    return readEnv();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    print(error.message);
    process.exit(1);
  }
}

function print(message: string): void {
  process.stderr.write(`${message}\n`);
}
