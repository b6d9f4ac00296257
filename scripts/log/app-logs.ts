import { mkdirSync, openSync, writeSync } from "node:fs";
import path from "node:path";

import { parseLogLine } from "@dashqueue/testing";

import { logText } from "./log-text.ts";

export type LogSink = (app: string, line: string) => void;

/** Writes every output line of this run to `<folder>/<app>.log`. */
export function logToFiles(folder: string): LogSink {
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, number>();
  return (app, line) => {
    const file = files.get(app) ?? openSync(path.join(folder, `${app}.log`), "w");
    files.set(app, file);
    writeSync(file, `${line}\n`);
  };
}

/**
 * Prints log lines of this level and above. Output that is not a log line only goes to the file.
 */
export function logToTerminal(levelName: string | undefined): LogSink {
  return (app, text) => {
    const line = parseLogLine(text);
    const shown = line === null ? null : logText(line, levelName);
    if (shown !== null) console.error(`${app.padEnd(9)} ${shown}`);
  };
}
