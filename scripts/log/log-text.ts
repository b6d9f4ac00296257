import type { LogLine } from "@dashqueue/testing";

/** pino's levels. */
const LEVELS: ReadonlyMap<string, number> = new Map([
  ["trace", 10],
  ["debug", 20],
  ["info", 30],
  ["warn", 40],
  ["error", 50],
  ["fatal", 60],
]);
/** Printed separately, or not at all. */
const OMITTED = new Set([
  "level",
  "time",
  "pid",
  "hostname",
  "name",
  "app",
  "service",
  "event",
  "msg",
  "err",
  "error",
]);

/** Formats a log line for a person. Returns null below the given level. */
export function logText(line: LogLine, levelName = "warn"): string | null {
  const level = levelOf(line["level"]);
  if (level < (LEVELS.get(levelName) ?? Number.POSITIVE_INFINITY)) return null;
  const [name] = [...LEVELS].findLast(([, least]) => least <= level) ?? ["trace"];
  const fields = Object.entries(line)
    .filter(([field]) => !OMITTED.has(field))
    .map(
      ([field, value]) => `${field}=${typeof value === "string" ? value : JSON.stringify(value)}`,
    );
  const words = [line.event, line["msg"], messageOf(line["err"] ?? line["error"])].filter(
    (word) => typeof word === "string" && word !== "",
  );
  return [name.padEnd(5), ...words, ...fields].join(" ");
}

function levelOf(level: unknown): number {
  if (typeof level === "number") return level;
  return typeof level === "string" ? (LEVELS.get(level) ?? 0) : 0;
}

function messageOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "message" in error ? error.message : error;
}
