const BEIJING_OFFSET_MS = 8 * 60 * 60 * 1000;

const TIME = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?$/;

/** Reads DashScope's `YYYY-MM-DD HH:mm:ss.SSS`, which has no zone and is Beijing's; null when it is none. */
export function parseBeijingTime(text: unknown): number | null {
  const match = typeof text === "string" ? TIME.exec(text) : null;
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = "0"] = match;
  const utc = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0")}Z`,
  );
  return Number.isNaN(utc) ? null : utc - BEIJING_OFFSET_MS;
}

/** The same the other way: `YYYY-MM-DD HH:mm:ss.SSS` of Beijing. */
export function beijingTime(atMs: number): string {
  return new Date(atMs + BEIJING_OFFSET_MS).toISOString().replace("T", " ").slice(0, 23);
}

/** Reads the digits `YYYYMMDDhhmmss` of Beijing; null when they are no time. */
export function parseBeijingDigits(digits: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  const atMs = parseBeijingTime(`${year}-${month}-${day} ${hour}:${minute}:${second}`);
  // Date.parse takes 30 February for 1 March.
  return atMs !== null && beijingDigits(atMs) === digits ? atMs : null;
}

/** The digits `YYYYMMDDhhmmss` in Beijing's time, as the task list takes them. Its zone is undocumented, and inferred. */
export function beijingDigits(atMs: number): string {
  return new Date(atMs + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace(/\D/g, "");
}
