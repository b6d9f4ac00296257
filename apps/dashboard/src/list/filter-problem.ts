import { STATUSES } from "@dashqueue/queue/internal";

import type { Translate } from "../texts/translate.ts";

const ONCE = ["model", "tenant", "batch", "webhook", "words", "metadata", "after"] as const;
const WEBHOOKS: ReadonlySet<string> = new Set(["", "failed", "pending"]);
const KNOWN: ReadonlySet<string> = new Set(["", ...STATUSES]);

/** What is wrong with a filter, which would otherwise show or change other generations. */
export function filterProblem(query: unknown, t: Translate): string | null {
  const fields = (query ?? {}) as Readonly<Record<string, unknown>>;
  const twice = ONCE.find((name) => !["string", "undefined"].includes(typeof fields[name]));
  if (twice !== undefined) return t("{name} may be given only once.", { name: twice });
  const given = (name: string) => (typeof fields[name] === "string" ? fields[name] : "");

  const status = [fields["status"] ?? []].flat().map(String);
  const unknown = status.find((one) => !KNOWN.has(one));
  if (unknown !== undefined)
    return t("“{value}” is not a status. Choose from {choices}.", {
      value: unknown,
      choices: STATUSES.join(", "),
    });
  const webhook = given("webhook");
  if (!WEBHOOKS.has(webhook))
    return t("“{value}” is not a state of a webhook message. Choose failed or pending.", {
      value: webhook,
    });
  const entry = given("metadata")
    .split(",")
    .map((one) => one.trim())
    .find((one) => one !== "" && one.indexOf("=") < 1);
  return entry === undefined
    ? null
    : t("“{value}” is not metadata. Write name=value, and separate several by commas.", {
        value: entry,
      });
}
