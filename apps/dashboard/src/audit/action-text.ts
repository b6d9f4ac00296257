import { messageText } from "../texts/messages.ts";
import type { Text, Translate } from "../texts/translate.ts";

/** The name of each action that the audit log records. */
const ACTIONS = {
  "generation-submit": "Submit a generation",
  "generation-cancel": "Cancel a generation",
  "generation-poll": "Poll a task now",
  "generation-archive": "Copy files now",
  "generation-regenerate": "Generate again",
  "generation-resolve": "Resolve a lost create request",
  "webhook-redelivered": "Send a webhook message again",
  "bulk-cancel": "Cancel many generations",
  "bulk-regenerate": "Generate many again",
  "bulk-archive": "Copy the files of many now",
  "bulk-redeliver": "Send many webhook messages again",
  "bulk-canceled": "Stop a bulk operation",
  "limit-set": "Set a limit",
  "limit-removed": "Remove a limit",
  "limit-resumed": "Resume a model or an account",
  "tenant-disabled": "Disable a tenant",
  "tenant-enabled": "Enable a tenant",
  "budgets-changed": "Change the budgets",
  "key-created": "Create a key",
  "key-revoked": "Revoke a key",
  "collection-tried": "Check now whether results can be stored",
  "account-tried": "Try a refused account now",
  "model-tried": "Try a refused model now",
  "worker-drained": "Drain a worker",
  "worker-resumed": "Resume a worker",
  "put /api/queues/pause": "Pause all queues",
  "put /api/queues/resume": "Resume all queues",
  "put /api/queues/:queueName/pause": "Pause a queue",
  "put /api/queues/:queueName/resume": "Resume a queue",
  "put /api/queues/:queueName/retry/:queueStatus": "Retry the jobs of a queue",
  "put /api/queues/:queueName/promote": "Promote the jobs of a queue",
  "put /api/queues/:queueName/:jobId/retry": "Retry a job",
  "put /api/queues/:queueName/:jobId/promote": "Promote a job",
} as const satisfies Record<string, Text>;

/** Settings of the API by their names on the pages. */
const SETTINGS = {
  max_in_flight: "Most in flight",
  submits_per_second: "Create requests a second",
} as const satisfies Record<string, Text>;

/** The settings that a change has set. */
export function changesText(changes: string | null, t: Translate): string {
  if (changes === null) return "";
  if (changes === "unchanged") return t("unchanged");
  // Why a claim was refused.
  if (!changes.includes(" → ")) return messageText(changes, t);
  const named = Object.entries(SETTINGS).reduce(
    (text, [name, known]) => text.replaceAll(name, t(known)),
    changes,
  );
  const inWords = named.replaceAll(/none(?= →)|(?<=→ )none/g, t("none"));
  return t.language === "en" ? inWords : inWords.replaceAll(", ", "，");
}

/** Names an action; a call of the API, or an action of another version, stays as it is. */
export function actionText(action: string, t: Translate): string {
  const [, text] = Object.entries(ACTIONS).find(([name]) => name === action) ?? [];
  return text === undefined ? action : t(text);
}
