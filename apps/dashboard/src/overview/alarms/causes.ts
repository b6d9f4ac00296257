import type { CollectionBlock, Failure, FailureKind } from "@dashqueue/queue/internal";
import { adviceOf } from "@dashqueue/queue/internal";

import type { Text, Translate } from "../../texts/translate.ts";

/** Why DashScope refuses an account, as a headline. */
const OF_ACCOUNT = {
  arrears: "Account {name} is in arrears: DashScope refuses it",
  authentication: "The API key of the account {name} is not valid: DashScope refuses it",
  access_denied: "Account {name} has no access to Model Studio: DashScope refuses it",
  quota_exhausted: "The quota of the account {name} is used up: DashScope refuses it",
} as const satisfies Partial<Record<FailureKind, Text>>;

export function accountHeadline(kind: FailureKind, name: string, t: Translate): string {
  const [, text] = Object.entries(OF_ACCOUNT).find(([known]) => known === kind) ?? [];
  return t(text ?? "DashScope refuses the account {name}", { name });
}

/**
 * Why no generation of a model is submitted, as a headline.
 *
 * @param accounts those that may serve it: of several, the record does not say which one refused
 */
export function modelHeadline(
  { kind, code }: Pick<Failure, "kind" | "code">,
  model: string,
  accounts: readonly string[],
  t: Translate,
): string {
  const account = accounts.join(" / ");
  const isFreeQuota = /quota|FreeTier/i.test(code);
  if (kind === "model_denied")
    return isFreeQuota
      ? t("The free quota of {model} is used up on the account {account}", { model, account })
      : t("{model} is not activated on the account {account}", { model, account });
  if (kind === "configuration")
    return t("DashScope has no model {model} for the account {account}", { model, account });
  if (kind === "spend_limit") return t("{model} waits for room in the spending limit", { model });
  if (kind === "tenant_limit")
    return t("Generations of {model} wait for room in a limit of their tenant", { model });
  return t("No generation of {model} is submitted", { model });
}

/** Why results cannot be collected, as a headline. */
export function blockHeadline(
  { account, kind, code }: Pick<CollectionBlock, "account" | "kind" | "code">,
  t: Translate,
): string {
  if (account !== null)
    return kind === "download"
      ? t("Results of {account} cannot be downloaded: nothing is submitted to it", { account })
      : t("Nothing is submitted to {account}", { account });
  if (kind === "download") return t("Results cannot be downloaded: nothing is submitted");
  if (kind !== "storage") return t("Nothing is submitted");
  return adviceOf({ kind, code }) === adviceOf({ kind, code: "ENOSPC" })
    ? t("The archive is full: nothing is submitted")
    : t("The archive cannot be written: nothing is submitted");
}
