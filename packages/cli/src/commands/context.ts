import type { ClientOptions, DashqueueClient } from "@dashqueue/client";

import type { ExitCode } from "../terminal/exit-code.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What a command works with. */
export interface Context {
  readonly terminal: Terminal;
  /** The address of the producer. */
  readonly url: () => string;
  readonly token: () => string | undefined;
  /** @throws UsageError if the address is wrong. */
  readonly client: (options?: Pick<ClientOptions, "retries">) => DashqueueClient;
  /** Prints a result: as one line of JSON with `--json`, else as this text. */
  readonly print: (value: unknown, text: () => string) => void;
  readonly isJson: () => boolean;
  /** The code to exit with when the command is done, if not 0. */
  readonly exitWith: (code: ExitCode) => void;
}
