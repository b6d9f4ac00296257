import type { BulkBody } from "./bulk-body.ts";

/** Whether an action spends money, or cannot be undone. */
export function needsConfirmation(action: BulkBody["action"]): boolean {
  return action === "regenerate" || action === "delete";
}
