import type { EndedAlarm } from "@dashqueue/queue/internal";

import { formatDuration, formatTime, sentence } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderTable } from "../html/table.ts";
import { kindText } from "../texts/codes.ts";
import { messageText } from "../texts/messages.ts";
import type { Translate } from "../texts/translate.ts";
import { afterColon } from "../texts/words.ts";

const MOST_SHOWN = 20;

/** What needed attention lately and is over; null if nothing did. */
export function endedSection(ended: readonly EndedAlarm[], t: Translate): Html | null {
  if (ended.length === 0) return null;
  return html`<section>
    <h2>${t("Ended in the last day")}</h2>
    ${renderTable(
      [t("Alarm"), t("From"), t("Until"), t("Took")],
      ended.slice(0, MOST_SHOWN).map((alarm) => [
        html`${whatText(alarm, t)}
          <div class="quiet">
            ${alarm.message === "" ? "" : sentence(messageText(alarm.message, t), t)}
          </div>`,
        html`<span class="fixed time">${formatTime(alarm.since)}</span>`,
        html`<span class="fixed time">${formatTime(alarm.until)}</span>`,
        html`<span class="fixed">${formatDuration(alarm.until - alarm.since, t)}</span>`,
      ]),
      "",
    )}
    <p class="quiet">
      ${t("What people paused and resumed:")}${afterColon(t)}<a href="/audit">${t("Audit log")}</a>
    </p>
  </section>`;
}

function whatText({ scope, name, kind }: EndedAlarm, t: Translate): string {
  const why = kind === null ? "" : kindText(kind, "", t);
  switch (scope) {
    case "account":
      return t("DashScope refused the account {name}: {why}", { name, why });
    case "model": {
      const [, model = name, account = ""] = /^(.+) \((.+)\)$/.exec(name) ?? [];
      return t("DashScope refused the model {model} of the account {account}: {why}", {
        model,
        account,
        why,
      });
    }
    case "collection":
      return name === ""
        ? t("Nothing was submitted: {why}", { why })
        : t("Nothing was submitted to {account}: {why}", { account: name, why });
    case "uncertain":
      return t("Generations were uncertain, because answers were lost. They are settled.");
    case "webhooks": {
      const [tenant = "", origin = ""] = name.split(" ");
      return t("Webhooks of the tenant {tenant} to {origin} failed", { tenant, origin });
    }
  }
}
