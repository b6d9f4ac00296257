import type { LogLine } from "@dashqueue/testing";

/** pino's levels, the lowest first. */
const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal"];
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
  const level = String(line["level"]);
  const least = LEVELS.indexOf(levelName);
  if (least === -1 || LEVELS.indexOf(level) < least) return null;
  const fields = Object.entries(line)
    .filter(([field, value]) => !OMITTED.has(field) && value !== null && value !== "")
    .map(
      ([field, value]) => `${field}=${typeof value === "string" ? value : JSON.stringify(value)}`,
    );
  const { msg = "" } = line as { readonly msg?: unknown };
  const error = messageOf(line["err"] ?? line["error"]);
  const isSaid = typeof error === "string" && String(msg).includes(error);
  const words = [line.event, msg, isSaid ? "" : error].filter(
    (word) => typeof word === "string" && word !== "",
  );
  return [level.padEnd(5), ...words, ...fields].join(" ");
}

function messageOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "message" in error ? error.message : error;
}
