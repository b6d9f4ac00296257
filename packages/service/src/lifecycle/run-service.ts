import { setTimeout as delay } from "node:timers/promises";

import type { z } from "zod";

import { readOptions } from "../command-line/read-options.ts";
import { ConfigError } from "../env/config-error.ts";
import { parseEnv } from "../env/parse-env.ts";
import { unknownVariables } from "../env/unknown-variables.ts";
import { createLogger } from "../log/logger.ts";
import type { Logger } from "../log/logger.ts";
import { startTracing } from "../tracing/start-tracing.ts";
import type { Tracing } from "../tracing/tracing.ts";
import { createShutdown } from "./shutdown.ts";
import type { Shutdown } from "./shutdown.ts";

/** What `start` gets. */
export interface Service<Env> {
  readonly env: Env;
  readonly logger: Logger;
  readonly shutdown: Shutdown;
  readonly tracing: Tracing;
  /**
   * Waits for a check, at most `limitMs`. When the check fails, then or later, the process ends as
   * if its start had failed.
   */
  readonly require: (check: Promise<void>, limitMs: number) => Promise<void>;
}

/** The values of `processEnv` that the process itself needs. */
interface ProcessEnv {
  readonly LOG_LEVEL: string;
  readonly LOG_FORMAT?: "json" | "pretty" | undefined;
  readonly SHUTDOWN_GRACE_MS: number;
}

/**
 * Runs a process from start to exit.
 *
 * It takes no options: `--help` prints the usage. A `ConfigError` from the environment or from
 * `start` is printed, and the exit code is 1. SIGTERM or SIGINT closes everything that was added to
 * `shutdown`, and the exit code is 0. It is 1 when closing takes longer than `SHUTDOWN_GRACE_MS`,
 * after a second signal, and after an uncaught error.
 */
export function runService<Schema extends z.ZodObject & z.ZodType<ProcessEnv>>(
  name: string,
  schema: Schema,
  source: NodeJS.ProcessEnv,
  start: (service: Service<z.infer<Schema>>) => Promise<void>,
): void {
  const env = readSettingsOrExit(name, schema, source);
  const logger = createLogger(name, { level: env.LOG_LEVEL, pretty: isPretty(env) });
  for (const [variable, sentence] of unknownVariables(source))
    logger.warn({ event: "variable-unknown", variable }, sentence);
  const shutdown = createShutdown();
  let ending = false;

  async function end(exitCode: number): Promise<void> {
    ending = true;
    const { open, failed } = await shutdown.run(env.SHUTDOWN_GRACE_MS);
    for (const { name, error } of failed)
      logger.error({ event: "close-failed", resource: name, error }, `${name} failed to close`);
    if (open.length > 0)
      logger.error(
        { event: "shutdown-incomplete", open },
        `SHUTDOWN_GRACE_MS elapsed, exiting with open resources: ${open.join(", ")}`,
      );
    else if (exitCode === 0) logger.info({ event: "service-stopped" }, "stopped");
    process.exit(open.length > 0 ? 1 : exitCode);
  }

  function onSignal(signal: NodeJS.Signals): void {
    if (ending) {
      const open = shutdown.open();
      logger.error(
        { event: "shutdown-incomplete", signal, open },
        `second ${signal} received, exiting with open resources: ${open.join(", ")}`,
      );
      process.exit(1);
    }
    logger.info({ event: "service-stopping", signal }, `received ${signal}, stopping`);
    void end(0);
  }

  function onUncaught(error: unknown): void {
    logger.fatal({ event: "service-crashed", error }, "uncaught error, exiting");
    process.exit(1);
  }

  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  process.on("uncaughtException", onUncaught).on("unhandledRejection", onUncaught);

  function onFailedStart(error: unknown): void {
    // An interrupted start may fail because of the shutdown itself.
    if (ending) return;
    if (error instanceof ConfigError) print(error.message);
    else
      logger.fatal(
        { event: "start-failed", error },
        `failed to start: ${error instanceof Error ? error.message : String(error)}`,
      );
    void end(1);
  }

  async function require(check: Promise<void>, limitMs: number): Promise<void> {
    check.catch(onFailedStart);
    await Promise.race([check, delay(limitMs, undefined, { ref: false })]);
  }

  const startTraced = (tracing: Tracing) => start({ env, logger, shutdown, tracing, require });
  startTracing(name, source, { logger, shutdown }).then(startTraced).catch(onFailedStart);
}

/** Undefined leaves it to the kind of stdout. */
function isPretty({ LOG_FORMAT: format }: ProcessEnv): boolean | undefined {
  return format === undefined ? undefined : format === "pretty";
}

function programOf(name: string) {
  return {
    usage: `node apps/${name}/src/main.ts`,
    about: `Runs the ${name} until SIGTERM or Ctrl-C. It reads environment variables; .env.example lists them.`,
    options: {},
  };
}

/** Answers `--help`, and reads the environment. */
function readSettingsOrExit<Schema extends z.ZodObject>(
  name: string,
  schema: Schema,
  source: NodeJS.ProcessEnv,
): z.infer<Schema> {
  readOptions(programOf(name));
  try {
    return parseEnv(schema, source);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    print(error.message);
    process.exit(1);
  }
}

function print(message: string): void {
  process.stderr.write(`${message}\n`);
}
