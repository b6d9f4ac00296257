import { createHash } from "node:crypto";

/**
 * The idempotency key of a purchase: the same for the same request and purpose, in whatever order
 * their fields are. An agent that repeats itself buys once.
 */
export function purchaseKey(request: unknown, purpose: string): string {
  const text = JSON.stringify([sorted(request), purpose]);
  return `mcp-${createHash("sha256").update(text).digest("hex")}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, one]) => [name, sorted(one)]),
  );
}
