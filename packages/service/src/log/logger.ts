import { pino, stdSerializers, stdTimeFunctions } from "pino";
import type { DestinationStream, Logger } from "pino";
import { PinoPretty } from "pino-pretty";

import { CUT, redactText, SECRET_PATHS } from "./redaction.ts";

export type { Logger };

export interface LoggerOptions {
  /** The lowest level that is written, as pino names it. */
  readonly level: string;
  /** Human-readable lines instead of JSON; by default when stdout is a terminal. */
  readonly pretty?: boolean | undefined;
  /** Instead of stdout. */
  readonly destination?: DestinationStream;
}

/**
 * A logger that writes JSON lines to stdout synchronously, so that no line is lost at exit. Levels
 * have their names, and times are ISO 8601 in UTC. Credentials are cut out of every line, whatever
 * field they are in (G7). The field `event` holds the kind of a line.
 */
export function createLogger(name: string, options: LoggerOptions): Logger {
  const {
    level,
    pretty = process.stdout.isTTY,
    destination = pino.destination({ dest: 1, sync: true }),
  } = options;
  return pino(
    {
      name,
      level,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: [...SECRET_PATHS], censor: CUT },
      serializers: { error: describe, err: describe },
      hooks: { streamWrite: redactText },
    },
    pretty ? PinoPretty(PRETTY) : destination,
  );
}

const PRETTY = {
  sync: true,
  singleLine: true,
  translateTime: "SYS:HH:MM:ss.l",
  ignore: "pid,hostname",
};

/**
 * An error with the messages of all its causes, without the fields that libraries add (G7): ioredis
 * adds the command with its arguments, which hold a caller's request, and axios the request with
 * its headers.
 */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack, code } = stdSerializers.err(error);
  return { type, message, code, stack };
}
