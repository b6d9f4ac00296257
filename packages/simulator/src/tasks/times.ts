const beijingOffsetMs = 8 * 3_600_000;

/**
 * `YYYY-MM-DD HH:mm:ss.SSS` in Beijing time (UTC+8), without a zone.
 * Source: the result samples of DashScope's documentation; the zone is inferred from its callback samples.
 */
export function formatBeijing(timeMs: number): string {
  return new Date(timeMs + beijingOffsetMs).toISOString().replace("T", " ").slice(0, 23);
}

/**
 * Reads `YYYYMMDDhhmmss` in Beijing time as milliseconds since the epoch; null when it is not such a time.
 * Source: DashScope's documentation, "异步任务管理 API"; the zone is inferred.
 */
export function parseBeijingDigits(text: string): number | null {
  const [, year, month, day, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  const iso = `${year}-${month}-${day}T${hours}:${minutes}:${seconds}.000Z`;
  const timeMs = Date.parse(iso);
  // Date.parse takes 30 February for 1 March.
  if (Number.isNaN(timeMs) || new Date(timeMs).toISOString() !== iso) return null;
  return timeMs - beijingOffsetMs;
}
