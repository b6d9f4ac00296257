import type { LiveLimit } from "@dashqueue/queue/internal";

import type { User } from "../auth/users.ts";
import { hasRole } from "../auth/users.ts";
import { formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { renderTable } from "../html/table.ts";
import type { Translate } from "../texts/translate.ts";

export interface LimitsPage {
  readonly limits: readonly LiveLimit[];
  /** Of the live workers. */
  readonly accounts: readonly string[];
  /** Those that were used. */
  readonly models: readonly string[];
  readonly user: User;
}

/** The limits that operators have set. Its form and buttons are for admins. */
export function renderLimits({ limits, accounts, models, user }: LimitsPage, t: Translate): string {
  const mayChange = hasRole(user, "admin");
  const body = html`<h1>${t("Limits")}</h1>
    <section>
      <p>
        ${t("They replace what the workers are configured with, within seconds and also after a restart, until they are removed. Tasks in flight run on.")}
      </p>
      ${renderTable(
        [
          t("Account"),
          t("Model"),
          t("In flight"),
          t("A second"),
          t("Set"),
          ...(mayChange ? [t("Action")] : []),
        ],
        limits.map((limit) => [
          limit.account,
          modelName(limit.model, t),
          limit.maxInFlight === 0
            ? html`<span class="status failed">${t("paused")}</span>`
            : String(limit.maxInFlight),
          String(limit.submitsPerSecond),
          t("{time} by {setBy}", { time: formatTime(limit.setAt), setBy: limit.setBy }),
          ...(mayChange ? [removeButton(limit, t)] : []),
        ]),
        t("None: the configured limits hold, or those that the provider tells."),
      )}
    </section>
    ${mayChange ? setSection(accounts, models, t) : null}`;
  return renderPage({ title: t("Limits"), body, place: "/limits" }, t);
}

function modelName(model: string, t: Translate): string {
  return model === "*" ? t("all models") : model;
}

function removeButton({ account, model }: LiveLimit, t: Translate): Html {
  return html`<form method="post" action="/limits/remove">
    <input type="hidden" name="account" value="${account}" />
    <input type="hidden" name="model" value="${model}" />
    <button>${t("Remove")}</button>
  </form>`;
}

function setSection(accounts: readonly string[], models: readonly string[], t: Translate): Html {
  return html`<section>
    <h2>${t("Set a limit")}</h2>
    <form method="post" action="/limits" class="filter">
      <label
        >${t("Account")}
        <input name="account" list="accounts" value="${accounts[0] ?? "default"}" required />
        <datalist id="accounts">
          ${accounts.map((account) => html`<option>${account}</option>`)}
        </datalist>
      </label>
      <label
        >${t("Model")}
        <select name="model">
          ${["*", ...models].map(
            (model) => html`<option value="${model}">${modelName(model, t)}</option>`,
          )}
        </select></label
      >
      <label
        >${t("Tasks in flight at most (0 pauses)")}
        <input name="maxInFlight" type="number" min="0" max="100000" value="0" required
      /></label>
      <label
        >${t("Create requests a second")}
        <input
          name="submitsPerSecond"
          type="number"
          min="0.01"
          max="1000"
          step="any"
          value="1"
          required
      /></label>
      <button>${t("Set")}</button>
    </form>
  </section>`;
}
