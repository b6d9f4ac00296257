import { createDashqueueClient } from "@dashqueue/client";
import type { ClientOptions, DashqueueClient } from "@dashqueue/client";
import { Command, CommanderError } from "commander";

import { addBatch } from "./commands/batch.ts";
import { addBulk } from "./commands/bulk.ts";
import { addCatalog } from "./commands/catalog.ts";
import type { Context } from "./commands/context.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addGenerations } from "./commands/generations.ts";
import { addMcp } from "./commands/mcp.ts";
import { addSubmit } from "./commands/submit.ts";
import { addTenants } from "./commands/tenants.ts";
import { addWorkers } from "./commands/workers.ts";
import type { ExitCode } from "./terminal/exit-code.ts";
import { EXIT, exitCodeOf, UsageError } from "./terminal/exit-code.ts";
import { failureJson, failureText } from "./terminal/failure-text.ts";
import type { Terminal } from "./terminal/terminal.ts";

const DEFAULT_URL = "http://127.0.0.1:3000";

interface GlobalOptions {
  readonly url?: string;
  readonly token?: string;
  readonly json?: boolean;
}

/**
 * Runs a command line, without the name of the program, and returns its exit code.
 *
 * @throws what is a bug.
 */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const program = new Command("dashqueue");
  let code: ExitCode = EXIT.ok;
  const context = contextOf(program, terminal, (given) => (code = given));
  build(program, context);
  try {
    await program.parseAsync(words, { from: "user" });
    return code;
  } catch (error) {
    if (terminal.signal.aborted) return EXIT.interrupted;
    const failure = exitCodeOf(error);
    if (failure === null) throw error;
    // Commander has said what is wrong.
    if (!(error instanceof CommanderError))
      terminal.err(`${context.isJson() ? failureJson(error) : failureText(error)}\n`);
    return failure;
  }
}

function contextOf(
  program: Command,
  terminal: Terminal,
  exitWith: (code: ExitCode) => void,
): Context {
  const { env } = terminal;
  const options = () => program.opts<GlobalOptions>();
  const url = () => options().url ?? (env["DASHQUEUE_URL"] || DEFAULT_URL);
  const token = () => options().token ?? (env["DASHQUEUE_TOKEN"] || undefined);
  const isJson = () => options().json === true;
  return {
    terminal,
    url,
    token,
    isJson,
    exitWith,
    client: (settings = {}) => openClient({ ...settings, url: url(), token: token() }),
    print: (value, text) => terminal.out(`${isJson() ? JSON.stringify(value) : text()}\n`),
  };
}

function openClient(options: ClientOptions): DashqueueClient {
  try {
    return createDashqueueClient(options);
  } catch (cause) {
    const message = `${options.url} is not the URL of a producer: write one such as ${DEFAULT_URL}.`;
    throw new UsageError(message, { cause });
  }
}

function build(program: Command, context: Context): void {
  const { out, err, version } = context.terminal;
  program
    .description("Submit and follow paid generations of a dashqueue server.")
    .version(version)
    .option("--url <url>", `of the producer (DASHQUEUE_URL; ${DEFAULT_URL} by default)`)
    .option("--token <token>", "bearer token or key of a tenant (DASHQUEUE_TOKEN)")
    .option("--json", "print results and errors as JSON")
    .addHelpText("after", EXIT_CODES)
    .configureOutput({ writeOut: out, writeErr: err })
    .showHelpAfterError("Run it with --help for its options.")
    .exitOverride();
  addSubmit(program, context);
  addGenerations(program, context);
  addBatch(program, context);
  addBulk(program, context);
  addCatalog(program, context);
  addTenants(program, context);
  addWorkers(program, context);
  addDoctor(program, context);
  addMcp(program, context);
}

const EXIT_CODES = `
Exit codes:
  0    done
  1    a generation failed or was canceled; doctor found a failure
  2    wrong usage
  3    the server refused the request
  4    the server cannot be reached, or did not answer as dashqueue
  130  interrupted`;
