import { createHash } from "node:crypto";

import type { Call } from "../generation/call.ts";

/** The same text for two submissions that make the same create request, and no others. */
export function fingerprintOf(
  body: unknown,
  { workspace, dataInspection, path }: Pick<Call, "workspace" | "dataInspection" | "path">,
): string {
  const call = [workspace, dataInspection, path];
  const isPlain = call.every((item) => item === null);
  const text = stableJson(body) + (isPlain ? "" : JSON.stringify(call));
  return createHash("sha256").update(text).digest("hex");
}

/** The same text for bodies that differ only in the order of their keys. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
