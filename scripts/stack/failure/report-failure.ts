import { parseLogLine } from "@dashqueue/testing";

import { logText } from "../../log/log-text.ts";
import { StackFailure } from "./stack-failure.ts";
import { shortPath } from "../workspace.ts";

const SHOWN_LINES = 20;

/** Prints the last log lines of a failure, if any, then its sentence. Returns the exit code. */
export function reportFailure(error: unknown, logFolder: string): number {
  // A folder that cannot be written, a full disk.
  if (error instanceof Error && "syscall" in error) {
    console.error(`dashqueue cannot go on: ${error.message}`);
    return 1;
  }
  if (!(error instanceof StackFailure)) {
    console.error(error);
    return 1;
  }
  const details = error.details.trim();
  if (details === "") {
    console.error(error.message);
    return 1;
  }
  const lines = details.split("\n").slice(-SHOWN_LINES).map(readableLine);
  console.error(`\n${lines.join("\n")}\n`);
  console.error(`${error.message} See the logs in ${shortPath(logFolder)}.`);
  return 1;
}

function readableLine(text: string): string {
  const line = parseLogLine(text);
  return line === null ? text : (logText(line, "trace") ?? text);
}
