import { mkdirSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import { parseLogLine } from "@dashqueue/testing";
import { logText } from "./log-text.ts";

export type LogSink = (app: string, line: string) => void;

/** Keeps every line of this run in `<folder>/<app>.log`. */
export function logToFiles(folder: string): LogSink {
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, number>();
  return (app, line) => {
    const file = files.get(app) ?? openSync(path.join(folder, `${app}.log`), "w");
    files.set(app, file);
    writeSync(file, `${line}\n`);
  };
}

/** Shows the log lines from this level on. Other output of an app is in its file, and in the report when it ends. */
export function logToTerminal(levelName: string | undefined): LogSink {
  return (app, text) => {
    const line = parseLogLine(text);
    const shown = line === null ? null : logText(line, levelName);
    if (shown !== null) console.error(`${app.padEnd(9)} ${shown}`);
  };
}
