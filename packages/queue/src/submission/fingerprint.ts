import { createHash } from "node:crypto";

import type { RequestContext } from "../generation/request-context.ts";

/** The same text for two submissions that make the same create request, and no others. */
export function fingerprintOf(body: unknown, context: SentContext): string {
  const text = stableJson(body) + contextText(context);
  return createHash("sha256").update(text).digest("hex");
}

type SentContext = Pick<RequestContext, "workspace" | "dataInspection" | "path">;

/**
 * What a create request sends besides its body, as text. Empty if that is nothing, as in earlier
 * versions: a repeated request must not be bought again (G10).
 */
export function contextText({ workspace, dataInspection, path }: SentContext): string {
  const sent = [workspace, dataInspection, path];
  return sent.every((item) => item === null) ? "" : JSON.stringify(sent);
}

/** The same text for bodies that differ only in the order of their keys. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
