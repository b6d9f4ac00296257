import { similarTo } from "@dashqueue/dashscope";
import { isBatchId, isGenerationId, STATUSES } from "@dashqueue/queue/internal";

import type { Translate } from "../texts/translate.ts";
import { joinSentences } from "../texts/words.ts";
import { SINGLE_FILTERS } from "./list-query.ts";
import { isPeriod, PERIODS, timeIn } from "./period.ts";

const ONCE = [...SINGLE_FILTERS, "after"] as const;
const FIELDS = ["status", ...ONCE] as const;
const WEBHOOKS: ReadonlySet<string> = new Set(["", "failed", "pending"]);
const KNOWN: ReadonlySet<string> = new Set(["", ...STATUSES]);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Everything that is wrong with a filter, which would otherwise show or change other generations;
 * null if nothing is.
 *
 * @param others further parameters of the page
 */
export function filterProblem(
  query: unknown,
  t: Translate,
  others: readonly string[] = [],
): string | null {
  const fields = (query ?? {}) as Fields;
  const problems = [
    ...Object.keys(fields).flatMap((name) =>
      [...FIELDS, ...others].includes(name) ? [] : [unknownText(name, t)],
    ),
    ...ONCE.flatMap((name) =>
      ["string", "undefined"].includes(typeof fields[name])
        ? []
        : [t("{name} may be given only once.", { name })],
    ),
    ...wrongValues(fields, t),
  ];
  return problems.length === 0 ? null : joinSentences(problems, t);
}

function unknownText(name: string, t: Translate): string {
  const [meant] = similarTo(name, FIELDS);
  return meant === undefined
    ? t("“{name}” is not a filter. Choose from {choices}.", { name, choices: FIELDS.join(", ") })
    : t("“{name}” is not a filter. Did you mean {meant}?", { name, meant });
}

function wrongValues(fields: Fields, t: Translate): readonly string[] {
  const given = (name: string) => (typeof fields[name] === "string" ? fields[name] : "");
  const statuses = [fields["status"] ?? []].flat().map(String);
  const webhook = given("webhook");
  const entries = given("metadata")
    .split(",")
    .map((one) => one.trim());
  return [
    ...statuses
      .filter((status) => !KNOWN.has(status))
      .map((value) =>
        t("“{value}” is not a status. Choose from {choices}.", {
          value,
          choices: STATUSES.join(", "),
        }),
      ),
    ...(WEBHOOKS.has(webhook)
      ? []
      : [
          t("“{value}” is not a state of a webhook message. Choose failed or pending.", {
            value: webhook,
          }),
        ]),
    ...wrongTimes(given, t),
    ...wrongIds(given, t),
    ...entries
      .filter((entry) => entry !== "" && entry.indexOf("=") < 1)
      .map((value) =>
        t("“{value}” is not metadata. Write name=value, and separate several by commas.", {
          value,
        }),
      ),
  ];
}

function wrongTimes(given: (name: string) => string, t: Translate): readonly string[] {
  const within = given("created_within");
  const choices = Object.keys(PERIODS).join(", ");
  return [
    ...(within === "" || isPeriod(within)
      ? []
      : [t("“{value}” is not a period. Choose from {choices}.", { value: within, choices })]),
    ...["created_after", "created_before"]
      .map((name) => given(name).trim())
      .filter((value) => value !== "" && timeIn(value) === null)
      .map((value) =>
        t("“{value}” is not a time. Write one such as 2026-11-27T08:00, which is UTC.", { value }),
      ),
  ];
}

function wrongIds(given: (name: string) => string, t: Translate): readonly string[] {
  const [batch, after] = [given("batch").trim(), given("after").trim()];
  return [
    ...(batch === "" || isBatchId(batch)
      ? []
      : [t("“{value}” is not the id of a batch.", { value: batch })]),
    ...(after === "" || isGenerationId(after)
      ? []
      : [t("“{value}” is not the id of a generation.", { value: after })]),
  ];
}
