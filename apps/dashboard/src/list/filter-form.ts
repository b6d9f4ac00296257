import { STATUSES } from "@dashqueue/queue/internal";

import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import type { Text, Translate } from "../texts/translate.ts";
import { isStatus, statusText } from "../texts/words.ts";
import type { ListQuery } from "./list-query.ts";
import { filterEntries, listPath, without } from "./list-query.ts";
import type { Period } from "./period.ts";
import { fieldTime, isPeriod, PERIODS } from "./period.ts";

interface FilterShown {
  readonly query: ListQuery;
  readonly models: readonly string[];
  /** What is wrong with it. */
  readonly problem: string | null;
}

/**
 * The search for one generation, and the filter of the list. On a narrow screen the filter is
 * folded, and what it asks for is shown in short; each part can be removed.
 */
export function renderFilter({ query, models, problem }: FilterShown, t: Translate): Html {
  const entries = filterEntries(query);
  return html`<section>
    <form action="/generations/find" class="filter">
      <label class="wide"
        >${t("Id")} <input name="id" placeholder="${t("of a generation, task or batch")}" required
      /></label>
      <button>${t("Open")}</button>
    </form>
    <details class="folded" ${problem === null ? null : html`open`}>
      <summary>${t("Filter")}</summary>
      ${filterForm(query, models, t)}
    </details>
    ${entries.length === 0 ? null : chips(query, entries, t)}
  </section>`;
}

function filterForm(query: ListQuery, models: readonly string[], t: Translate): Html {
  return html`<form action="/generations" class="filter" role="search">
    ${
      query.batch === undefined
        ? null
        : html`<label>${t("Batch")} <input name="batch" value="${query.batch}" /></label>`
    }
    <label>${t("Words of the prompt")} <input name="words" value="${query.words ?? ""}" /></label>
    <label
      >${t("Metadata")}
      <input name="metadata" placeholder="order=7, customer=c1" value="${query.metadata ?? ""}"
    /></label>
    ${statusField(query, t)} ${createdFields(query, t)} ${modelField(query, models, t)}
    <label>${t("Tenant")} <input name="tenant" value="${query.tenant ?? ""}" /></label>
    ${webhookField(query, t)}
    <button>${t("Show")}</button> <a href="/generations">${t("Show all")}</a>
  </form>`;
}

function statusField(query: ListQuery, t: Translate): Html {
  const checked = html` checked`;
  return html`<fieldset>
    <legend>${t("Status")}</legend>
    ${STATUSES.map(
      (status) =>
        html`<label
          ><input
            type="checkbox"
            name="status"
            value="${status}"
            ${query.status.includes(status) ? checked : null}
          />
          ${statusText(status, t)}</label
        >`,
    )}
  </fieldset>`;
}

const PERIOD_NAMES = {
  "1h": "last hour",
  "24h": "last 24 hours",
  "7d": "last 7 days",
} as const satisfies Record<Period, Text>;

function periodText(value: string, t: Translate): string {
  return isPeriod(value) ? t(PERIOD_NAMES[value]) : t("any");
}

function createdFields(query: ListQuery, t: Translate): Html {
  const selected = html` selected`;
  const given = query.created_within ?? "";
  return html`<label
      >${t("Created")}
      <select name="created_within">
        ${["", ...Object.keys(PERIODS)].map(
          (value) =>
            html`<option value="${value}" ${value === given ? selected : null}>
              ${periodText(value, t)}
            </option>`,
        )}
      </select></label
    >
    ${(["created_after", "created_before"] as const).map(
      (name) =>
        html`<label
          >${t(NAMES[name])}
          <input name="${name}" type="datetime-local" step="any" value="${fieldTime(query[name])}"
        /></label>`,
    )}`;
}

/** Those in use, and the one that is asked for. */
function modelField({ model }: ListQuery, models: readonly string[], t: Translate): Html {
  const selected = html` selected`;
  const offered = [...new Set([...models, ...(model === undefined ? [] : [model])])].toSorted();
  return html`<label
    >${t("Model")}
    <select name="model">
      <option value="">${t("any")}</option>
      ${offered.map(
        (one) => html`<option value="${one}" ${one === model ? selected : null}>${one}</option>`,
      )}
    </select>
  </label>`;
}

function webhookField({ webhook }: ListQuery, t: Translate): Html {
  const selected = html` selected`;
  return html`<label
    >${t("Webhook message")}
    <select name="webhook">
      ${(["", "failed", "pending"] as const).map(
        (value) =>
          html`<option value="${value}" ${value === (webhook ?? "") ? selected : null}>
            ${webhookText(value, t)}
          </option>`,
      )}
    </select>
  </label>`;
}

function webhookText(value: string, t: Translate): string {
  if (value === "failed") return t("given up");
  return value === "pending" ? t("failed, and is sent again") : t("any");
}

const NAMES = {
  status: "Status",
  created_within: "Created",
  created_after: "Created after (UTC)",
  created_before: "Created before (UTC)",
  model: "Model",
  tenant: "Tenant",
  batch: "Batch",
  webhook: "Webhook message",
  words: "Words of the prompt",
  metadata: "Metadata",
} as const;

/** What the filter asks for. Each is a link to the list without it. */
function chips(query: ListQuery, entries: ReturnType<typeof filterEntries>, t: Translate): Html {
  return html`<ul class="chips" aria-label="${t("Filter")}">
    ${entries.map(([name, value]) => {
      const what = entryText([name, value], t);
      const label = t("Remove {what}", { what });
      return html`<li>
        <a href="${listPath(without(query, name, value))}" aria-label="${label}">${what} ×</a>
      </li>`;
    })}
  </ul>`;
}

/** One filter and its value, such as `Status: queued`. */
export function entryText(
  [name, value]: ReturnType<typeof filterEntries>[number],
  t: Translate,
): string {
  return t("{name}: {value}", { name: t(NAMES[name]), value: shownValue(name, value, t) });
}

function shownValue(name: keyof typeof NAMES, value: string, t: Translate): string {
  if (name === "webhook") return webhookText(value, t);
  if (name === "created_within") return periodText(value, t);
  if (name === "created_after" || name === "created_before")
    return fieldTime(value).replace("T", " ");
  return name === "status" && isStatus(value) ? statusText(value, t) : value;
}
