import { z } from "zod";

/** How far back the list may look, milliseconds. */
export const PERIODS = { "1h": 3_600_000, "24h": 86_400_000, "7d": 604_800_000 } as const;
export type Period = keyof typeof PERIODS;

export function isPeriod(text: string): text is Period {
  return Object.hasOwn(PERIODS, text);
}

/** The field of a form sends no offset: then it is UTC, as all times of the pages. */
const time = z.iso.datetime({ offset: true, local: true });

/** Epoch milliseconds; null for what is not a time. */
export function timeIn(text: string): number | null {
  if (!time.safeParse(text).success) return null;
  const at = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(at) ? null : at;
}

/** As the field of a form has it. */
export function fieldTime(text: string | undefined): string {
  const at = text === undefined ? null : timeIn(text);
  return at === null ? "" : new Date(at).toISOString().replace(/(:00)?\.\d+Z$/, "");
}

/** When generations were accepted, as a filter says it. */
export interface CreatedFilter {
  /** In the last hour, day or week. */
  readonly created_within: Period | undefined;
  /** After or before a time, as in the API; without an offset, it is UTC. */
  readonly created_after: string | undefined;
  readonly created_before: string | undefined;
}

interface Bounds {
  /** Epoch milliseconds, neither included. */
  readonly createdAfter: number | undefined;
  readonly createdBefore: number | undefined;
}

/** When the generations of a list were accepted. @param now ends the period */
export function boundsOf(given: CreatedFilter, now: number): Bounds {
  const { created_within: within, created_after: after, created_before: before } = given;
  const lower = [
    within === undefined ? null : now - PERIODS[within],
    after === undefined ? null : timeIn(after),
  ].filter((one) => one !== null);
  return {
    createdAfter: lower.length === 0 ? undefined : Math.max(...lower),
    createdBefore: before === undefined ? undefined : (timeIn(before) ?? undefined),
  };
}
