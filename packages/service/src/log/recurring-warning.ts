import type { Logger } from "./logger.ts";

export interface WarningFields {
  readonly event: string;
  readonly queue?: string;
}

/** How long the same warning is only counted. */
const QUIET_MS = 60_000;

/**
 * Warns of what recurs every second or two for every connection, such as a server that is away:
 * once a minute for each event and message, with how often it recurred in between as `repeats`.
 * Otherwise an outage fills the log, and what preceded it is rotated away.
 */
export function createRecurringWarning(
  logger: Pick<Logger, "warn">,
  now: () => number,
): (fields: WarningFields, message: string) => void {
  const recent = new Map<string, { readonly at: number; repeats: number }>();
  return (fields, message) => {
    const at = now();
    const key = `${fields.event} ${message}`;
    const last = recent.get(key);
    if (last !== undefined && at - last.at < QUIET_MS) {
      last.repeats += 1;
      return;
    }
    const repeats = last?.repeats ?? 0;
    logger.warn(repeats === 0 ? fields : { ...fields, repeats }, message);
    for (const [other, { at: loggedAt }] of recent)
      if (at - loggedAt >= 2 * QUIET_MS) recent.delete(other);
    recent.set(key, { at, repeats: 0 });
  };
}
