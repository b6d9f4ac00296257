import type { Cost, Limits } from "@dashqueue/dashscope";

/** Settings by their names. What is absent or null is not set. */
export type Settings = Readonly<
  Record<string, string | number | boolean | readonly string[] | Cost | null>
>;

/** A change of settings as text, such as `daily_spend 10 CNY → 20 CNY`. */
export function changesOf(before: Settings, after: Settings): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changes = names.flatMap((name) => {
    const [was, is] = [textOf(before[name]), textOf(after[name])];
    return was === is ? [] : `${name} ${was} → ${is}`;
  });
  return changes.length === 0 ? "unchanged" : changes.join(", ");
}

/** The same of the limits of a lane, by their names in the API. Null where none are set. */
export function limitChanges(before: Limits | null, after: Limits | null): string {
  return changesOf(settingsOf(before), settingsOf(after));
}

function settingsOf(limits: Limits | null): Settings {
  if (limits === null) return {};
  return { max_in_flight: limits.maxInFlight, submits_per_second: limits.submitsPerSecond };
}

function textOf(value: Settings[string] | undefined): string {
  if (value === null || value === undefined) return "none";
  if (typeof value !== "object") return String(value);
  return isCost(value) ? `${value.amount} ${value.currency}` : `[${value.join(" ")}]`;
}

function isCost(value: readonly string[] | Cost): value is Cost {
  return "amount" in value;
}
