import { pino, stdSerializers, type DestinationStream, type Logger } from "pino";
import { PinoPretty } from "pino-pretty";

import { CUT, redactText, secretPaths } from "./redaction.ts";

export type { Logger };

export interface LoggerOptions {
  /** pino's: the least important level that is written. */
  readonly level: string;
  /** For people instead of machines. By default when stdout is a terminal. */
  readonly pretty?: boolean;
  /** Instead of stdout. */
  readonly destination?: DestinationStream;
}

/**
 * A logger that writes JSON lines to stdout, at once: nothing is lost when the process ends. What gives access is cut out
 * of every line, whatever field it is in (G7). The kind of a line is in its field `event`.
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
      redact: { paths: [...secretPaths], censor: CUT },
      serializers: { error: describe, err: describe },
      hooks: { streamWrite: redactText },
    },
    pretty ? PinoPretty({ sync: true, ignore: "pid,hostname", singleLine: true }) : destination,
  );
}

/**
 * What an error says, with all its causes. Nothing that libraries hang on it: ioredis adds the command with its arguments,
 * which are somebody's request, and axios the request with its headers.
 */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack, code } = stdSerializers.err(error);
  return { type, message, code, stack };
}
