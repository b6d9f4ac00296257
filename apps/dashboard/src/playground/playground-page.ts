import type { Quoted } from "@dashqueue/queue";

import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import type { Translate } from "../texts/translate.ts";
import type { Field } from "./fields.ts";
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
  const body = html`<h1>Playground</h1>
    ${refusal === null ? null : html`<section class="bad"><p role="alert">${refusal}</p></section>`}
    <section>
      <form action="/playground" class="filter">
        <label>Model ${select("model", models, model, null)}</label>
        <button>Show its form</button>
      </form>
    </section>
    <form method="post" action="/playground" id="playground" class="fields">
      <input type="hidden" name="model" value="${model}" />
      <section>
        <div class="field">
          <label for="tenant">Tenant</label>
          ${select("tenant", tenants, tenant, "tenant")}
          <p class="quiet">Who pays: it counts against the limits and budgets of this tenant.</p>
        </div>
      </section>
      ${["input", "parameters"].map(
        (part) =>
          html`<section>
            <h2>${part}</h2>
            ${fields
              .filter((field) => field.part === part)
              .map((field) => renderField(field, texts[field.name]))}
          </section>`,
      )}
      ${renderQuote(quoted, formKey, t)}
    </form>`;
  return renderPage({ title: "Playground", body, head: quoteTags }, t);
}

function renderField(field: Field, given: unknown): Html {
  const { name, key, description, unit, isRequired } = field;
  const value = typeof given === "string" ? given : "";
  return html`<div class="field">
    <label for="${name}">${key}${isRequired ? " (required)" : ""}</label>
    ${control(field, value)}
    <p class="quiet" id="${name}-note">
      ${description} ${unit === null ? null : `Unit: ${unit}.`}
      ${field.default === null ? null : `Default: ${field.default}.`}
      ${field.type === "json" ? "JSON." : null}
    </p>
  </div>`;
}

function control(field: Field, value: string): Html {
  const { name, choices, isRequired, isLong } = field;
  if (choices !== null)
    return select(name, isRequired ? choices : ["", ...choices], value, name, `${name}-note`);
  return isLong
    ? html`<textarea id="${name}" name="${name}" rows="3" aria-describedby="${name}-note">
${value}</textarea>`
    : html`<input id="${name}" name="${name}" value="${value}" aria-describedby="${name}-note" />`;
}

function select(
  name: string,
  options: readonly string[],
  chosen: string,
  id: string | null,
  noteId?: string,
): Html {
  const selected = html` selected`;
  const all = options.map(
    (option) =>
      html`<option value="${option}" ${option === chosen ? selected : null}>
        ${option === "" ? "as by default" : option}
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
