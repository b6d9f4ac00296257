import type { Quoted } from "@dashqueue/queue";

import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import type { Translate } from "../texts/translate.ts";
import { fieldText, joinSentences, unitText } from "../texts/words.ts";
import { PARTS, unreadIn } from "./fields.ts";
import type { Field } from "./fields.ts";
import { problemsAt } from "./problems.ts";
import { quoteTags } from "./quote-script.ts";
import { renderQuote } from "./quote-section.ts";

export interface Playground {
  readonly model: string;
  readonly models: readonly string[];
  readonly fields: readonly Field[];
  readonly texts: Readonly<Record<string, unknown>>;
  readonly tenant: string;
  readonly tenants: readonly string[];
  /** Null before the first request for one. */
  readonly quoted: Quoted | null;
  /** What kept it from being submitted; null for nothing. */
  readonly refusal: string | null;
  readonly formKey: string;
}

/** A form made from a model's JSON Schema. */
export function renderPlayground(playground: Playground, t: Translate): string {
  const { model, models, fields, texts, tenant, tenants, quoted, refusal, formKey } = playground;
  const unread = unreadIn(fields, texts);
  const wrongAt = (field: Field) => problemsAt(field, quoted, unread, t);
  const body = html`<h1>${t("Playground")}</h1>
    ${refusal === null ? null : html`<section class="bad"><p role="alert">${refusal}</p></section>`}
    <section>
      <form action="/playground" class="filter">
        <label>${t("Model")} ${select("model", models, model, null, t)}</label>
        <button>${t("Show its form")}</button>
      </form>
    </section>
    <form method="post" action="/playground" id="playground" class="fields">
      <input type="hidden" name="model" value="${model}" />
      <section>
        <div class="field">
          <label for="tenant">${t("Tenant")}</label>
          ${select("tenant", tenants, tenant, "tenant", t)}
          <p class="quiet">
            ${t("Who pays: it counts against the limits and budgets of this tenant.")}
          </p>
        </div>
      </section>
      ${PARTS.map(
        (part) =>
          html`<section>
            <h2>${t(part)}</h2>
            ${fields
              .filter((field) => field.part === part)
              .map((field) => renderField(field, texts[field.name], wrongAt(field), t))}
          </section>`,
      )}
      ${renderQuote({ quoted, tenant, key: formKey, unread }, t)}
    </form>`;
  return renderPage({ title: t("Playground"), body, place: "/playground", head: quoteTags }, t);
}

function renderField(
  field: Field,
  given: unknown,
  problems: readonly string[],
  t: Translate,
): Html {
  const { name, key, isRequired } = field;
  const value = typeof given === "string" ? given : "";
  return html`<div class="field">
    <label for="${name}">${isRequired ? t("{field} (required)", { field: key }) : key}</label>
    ${control(field, value, t)}
    <p class="problem" id="${name}-problem">${problems.join(t.language === "en" ? "; " : "；")}</p>
    <p class="quiet" id="${name}-note">${noteOf(field, t)}</p>
  </div>`;
}

function noteOf({ description, unit, type, default: value }: Field, t: Translate): string {
  const sentences = [
    fieldText(description, t),
    unit === null ? "" : t("Unit: {unit}.", { unit: unitText(unit, t) }),
    value === null ? "" : t("Default: {value}.", { value }),
    type === "json" ? t("JSON.") : "",
  ];
  return joinSentences(
    sentences.filter((one) => one !== ""),
    t,
  );
}

function control(field: Field, value: string, t: Translate): Html {
  const { name, choices, isRequired, isLong } = field;
  if (choices !== null)
    return select(
      name,
      isRequired ? choices : ["", ...choices],
      value,
      name,
      t,
      `${name}-problem ${name}-note`,
    );
  return isLong
    ? html`<textarea
        id="${name}"
        name="${name}"
        rows="3"
        aria-describedby="${name}-problem ${name}-note"
      >
${value}</textarea>`
    : html`<input
        id="${name}"
        name="${name}"
        value="${value}"
        aria-describedby="${name}-problem ${name}-note"
      />`;
}

function select(
  name: string,
  options: readonly string[],
  chosen: string,
  id: string | null,
  t: Translate,
  noteId?: string,
): Html {
  const selected = html` selected`;
  const all = options.map(
    (option) =>
      html`<option value="${option}" ${option === chosen ? selected : null}>
        ${option === "" ? t("as by default") : option}
      </option>`,
  );
  const described = noteId === undefined ? null : html` aria-describedby="${noteId}"`;
  return id === null
    ? html`<select name="${name}">
        ${all}
      </select>`
    : html`<select id="${id}" name="${name}" ${described}>
        ${all}
      </select>`;
}
