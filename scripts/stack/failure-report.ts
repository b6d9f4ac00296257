import { parseLogLine } from "@dashqueue/testing";
import { logText } from "./log-text.ts";
import { StackFailure } from "./failure.ts";
import { shortPath } from "./workspace.ts";

const shownLines = 20;

/** Tells a person what went wrong: the last lines of the log where there are any, then one sentence. Returns the exit code. */
export function reportFailure(error: unknown, logFolder: string): number {
  if (!(error instanceof StackFailure)) {
    console.error(error);
    return 1;
  }
  const details = error.details.trim();
  if (details !== "") {
    const lines = details.split("\n").slice(-shownLines).map(plainLine);
    console.error(`\n${lines.join("\n")}\n`);
  }
  console.error(
    `${error.message}${details === "" ? "" : ` The log is in ${shortPath(logFolder)}.`}`,
  );
  return 1;
}

function plainLine(text: string): string {
  const line = parseLogLine(text);
  return line === null ? text : (logText(line, "trace") ?? text);
}
