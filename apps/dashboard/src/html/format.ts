import type { Translate } from "../texts/translate.ts";

const UNITS = [
  ["{count} d", 86_400_000],
  ["{count} h", 3_600_000],
  ["{count} min", 60_000],
  ["{count} s", 1_000],
] as const;

/** Formats like `840 ms`, `4.2 s`, `3 min 5 s`, `2 h 10 min`: two units at most. */
export function formatDuration(durationMs: number, t: Translate): string {
  const ms = Math.max(0, Math.round(durationMs));
  if (ms < 1_000) return t("{count} ms", { count: ms });
  if (ms < 60_000) return t("{count} s", { count: Math.floor(ms / 100) / 10 });
  const first = UNITS.findIndex(([, unitMs]) => ms >= unitMs);
  let restMs = ms;
  const parts = UNITS.slice(first, first + 2).flatMap(([unit, unitMs]) => {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    return count === 0 ? [] : [t(unit, { count })];
  });
  return parts.join(" ");
}

/**
 * Formats like `2026-11-22 10:00:00.250 UTC`, in every language as in the logs. In UTC, because the
 * server does not know the reader's time zone.
 */
export function formatTime(atMs: number): string {
  return `${new Date(atMs).toISOString().replace("T", " ").replace("Z", "")} UTC`;
}

const BEIJING_AHEAD_MS = 8 * 3_600_000;

/** A time to look for in DashScope's console, which has it in Beijing's. */
export function formatConsoleTime(atMs: number, t: Translate): string {
  const time = formatTime(atMs);
  const there = formatTime(atMs + BEIJING_AHEAD_MS).slice(0, 19);
  const beijing = there.slice(0, 10) === time.slice(0, 10) ? there.slice(11) : there;
  return t("{time} ({beijing} in Beijing)", { time, beijing });
}

/** Formats like `5 B`, `1.4 MB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const unit = ["B", "kB", "MB", "GB"][power] ?? "B";
  return `${Number((bytes / 1_000 ** power).toFixed(1))} ${unit}`;
}

/**
 * A message as a sentence between others: with a capital, unless it begins with a name. Between
 * Chinese ones, the words of others are quoted.
 */
export function sentence(message: string, t: Translate): string {
  if (t.language === "zh") return chineseSentence(message);
  const ended = /[.!?]"?$/.test(message) ? message : `${message}.`;
  return ended.replace(/^[a-z]+(?=[ ,:])/, (word) => word[0]?.toUpperCase() + word.slice(1));
}

function chineseSentence(message: string): string {
  if (/[。！？]$/.test(message)) return message;
  const said = message.replace(/\.$/, "");
  return /\p{Script=Han}/u.test(said) ? `${said}。` : `“${said}”。`;
}

/** The beginning of a text in one line, cut after this many characters. */
export function shorten(text: string, longest: number): string {
  const characters = Array.from(text.trim().replaceAll(/\s+/g, " "));
  const shown = characters.slice(0, longest).join("");
  return characters.length > longest ? `${shown}…` : shown;
}
