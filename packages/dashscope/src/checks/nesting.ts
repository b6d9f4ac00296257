/** How deep objects and lists may be nested in a request. No model needs more than eight levels. */
export const MOST_LEVELS = 32;

/**
 * Whether a value is nested deeper than a request may be. Never throws, even for a cyclic value.
 */
export function isTooDeep(value: unknown): boolean {
  let level = objectsIn([value]);
  for (let depth = 0; level.size > 0; depth += 1) {
    if (depth === MOST_LEVELS) return true;
    level = objectsIn([...level].flatMap((item): unknown[] => Object.values(item)));
  }
  return false;
}

function objectsIn(values: readonly unknown[]): ReadonlySet<object> {
  return new Set(values.filter((value) => typeof value === "object" && value !== null));
}
