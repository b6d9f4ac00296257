const BEIJING_OFFSET_MS = 8 * 60 * 60 * 1000;

const TIME = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?$/;

/**
 * Parses DashScope's `YYYY-MM-DD HH:mm:ss.SSS`, which is Beijing time without a zone; null if it is
 * not a time.
 */
export function parseBeijingTime(text: unknown): number | null {
  const match = typeof text === "string" ? TIME.exec(text) : null;
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = "0"] = match;
  const utc = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0")}Z`,
  );
  return Number.isNaN(utc) ? null : utc - BEIJING_OFFSET_MS;
}

/** Formats a time as `YYYY-MM-DD HH:mm:ss.SSS` in Beijing time. */
export function beijingTime(atMs: number): string {
  return new Date(atMs + BEIJING_OFFSET_MS).toISOString().replace("T", " ").slice(0, 23);
}

/** Parses `YYYYMMDDhhmmss` in Beijing time; null if it is not a time. */
export function parseBeijingDigits(digits: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  const atMs = parseBeijingTime(`${year}-${month}-${day} ${hour}:${minute}:${second}`);
  // Date.parse accepts 30 February as 1 March.
  return atMs !== null && beijingDigits(atMs) === digits ? atMs : null;
}

/**
 * Formats a time as `YYYYMMDDhhmmss` in Beijing time, for the task list. Its time zone is inferred,
 * not documented.
 */
export function beijingDigits(atMs: number): string {
  return new Date(atMs + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace(/\D/g, "");
}
