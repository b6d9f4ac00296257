const BEIJING_OFFSET_MS = 8 * 3_600_000;

/**
 * Formats a time as `YYYY-MM-DD HH:mm:ss.SSS` in Beijing time (UTC+8), without a zone.
 * Source: the result samples of DashScope's documentation. The zone is inferred from its callback
 * samples.
 */
export function formatBeijing(timeMs: number): string {
  return new Date(timeMs + BEIJING_OFFSET_MS).toISOString().replace("T", " ").slice(0, 23);
}

/**
 * Parses `YYYYMMDDhhmmss` in Beijing time to milliseconds since the epoch; null when the text is
 * not such a time.
 * Source: DashScope's documentation, "异步任务管理 API"; the zone is inferred.
 */
export function parseBeijingDigits(text: string): number | null {
  const [, year, month, day, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  const iso = `${year}-${month}-${day}T${hours}:${minutes}:${seconds}.000Z`;
  const timeMs = Date.parse(iso);
  // Date.parse reads 30 February as 1 March.
  if (Number.isNaN(timeMs) || new Date(timeMs).toISOString() !== iso) return null;
  return timeMs - BEIJING_OFFSET_MS;
}
