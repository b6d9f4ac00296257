import { DashqueueError } from "@dashqueue/client";
import { CommanderError } from "commander";

/** The exit codes of every command. */
export const EXIT = {
  ok: 0,
  /** A generation failed or was canceled, or `doctor` found a failure. */
  failed: 1,
  usage: 2,
  /** The server refused the request. */
  refused: 3,
  /** The server or its answer cannot be used. */
  unreachable: 4,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command line is wrong. The message says what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The exit code of an error; null if it is a bug. */
export function exitCodeOf(error: unknown): ExitCode | null {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError) return EXIT.usage;
  if (!(error instanceof DashqueueError)) return null;
  const isRefused = error.kind === "refused" && (error.status ?? 0) < 500;
  return isRefused ? EXIT.refused : EXIT.unreachable;
}
