import { existsSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import path from "node:path";

import { parseLogLine } from "@dashqueue/testing";

import { logText } from "./log-text.ts";
import { rotationsOf } from "./rotation.ts";

export type LogSink = (app: string, line: string) => void;

/**
 * Writes every output line of this run to `<folder>/<app>.log`. What an earlier run wrote is kept:
 * it may explain why that one ended.
 */
export function logToFiles(folder: string): LogSink {
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, number>();
  return (app, line) => {
    const file = files.get(app) ?? begin(folder, app);
    files.set(app, file);
    writeSync(file, `${line}\n`);
  };
}

/** Opens a new file, and renames those of earlier runs. */
function begin(folder: string, app: string): number {
  const place = (name: string) => path.join(folder, name);
  for (const [from, to] of rotationsOf(app, (name) => existsSync(place(name))))
    renameSync(place(from), place(to));
  return openSync(place(`${app}.log`), "wx");
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
