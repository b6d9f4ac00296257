import { isTooDeep } from "../checks/nesting.ts";

/**
 * A copy of a JSON value without the fields that are null, at every level: DashScope and its SDKs
 * treat them as absent. A value that is nested too deeply for any request is returned as it is.
 */
export function withoutNulls(value: unknown): unknown {
  return isTooDeep(value) ? value : copyOf(value);
}

function copyOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const given = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(given.map(([name, field]) => [name, copyOf(field)]));
}
