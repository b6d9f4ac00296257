import type { LaneState, LiveLimit } from "@dashqueue/queue/internal";

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
  /** The lanes of each model that was used, with their limits now. */
  readonly inForce: readonly { readonly model: string; readonly lanes: readonly LaneState[] }[];
  /** Of the live workers. */
  readonly accounts: readonly string[];
  /** Those that were used. */
  readonly models: readonly string[];
  readonly user: User;
}

/** The limits that operators have set. Its form and buttons are for admins. */
export function renderLimits(page: LimitsPage, t: Translate): string {
  const { limits, inForce, accounts, models, user } = page;
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
          t("Create requests a second"),
          t("Set at, by"),
          ...(mayChange ? [t("Action")] : []),
        ],
        limits.map((limit) => rowOf(limit, mayChange, t)),
        t("None: the configured limits hold, or those that the provider tells."),
      )}
    </section>
    ${mayChange ? setSection(accounts, models, t) : null}
    <section>
      <h2>${t("In force now")}</h2>
      ${renderTable(
        [t("Model"), t("Account"), t("In flight"), ...(mayChange ? [t("Action")] : [])],
        inForce.flatMap(({ model, lanes }) =>
          lanes.map(({ account, inFlight, maxInFlight }) => [
            model,
            account,
            t("{count} of {limit}", { count: inFlight, limit: maxInFlight }),
            ...(mayChange ? [pauseButton({ account, model }, limits, t)] : []),
          ]),
        ),
        t("No worker is running, or no model was used yet."),
      )}
    </section>`;
  return renderPage({ title: t("Limits"), body, place: "/limits" }, t);
}

function rowOf(limit: LiveLimit, mayChange: boolean, t: Translate): (string | Html)[] {
  const { account, model, maxInFlight, submitsPerSecond, setAt, setBy } = limit;
  return [
    account,
    modelName(model, t),
    maxInFlight === 0
      ? html`<span class="status failed">${t("paused")}</span>`
      : String(maxInFlight),
    String(submitsPerSecond),
    t("{time} by {setBy}", { time: formatTime(setAt), setBy }),
    ...(mayChange ? [removeButton(limit, t(maxInFlight === 0 ? "Resume" : "Remove"))] : []),
  ];
}

function modelName(model: string, t: Translate): string {
  return model === "*" ? t("all models") : model;
}

function removeButton({ account, model }: LiveLimit, name: string): Html {
  return html`<form method="post" action="/limits/remove">
    <input type="hidden" name="account" value="${account}" />
    <input type="hidden" name="model" value="${model}" />
    <button>${name}</button>
  </form>`;
}

/** Pauses a model on an account, or ends the pause that a limit of its own has made. */
function pauseButton(
  { account, model }: Pick<LiveLimit, "account" | "model">,
  limits: readonly LiveLimit[],
  t: Translate,
): Html {
  const known = limits.find((limit) => limit.account === account && limit.model === model);
  if (known?.maxInFlight === 0) return removeButton(known, t("Resume"));
  return html`<form method="post" action="/limits">
    <input type="hidden" name="account" value="${account}" />
    <input type="hidden" name="model" value="${model}" />
    <input type="hidden" name="maxInFlight" value="0" />
    <button aria-label="${t("Pause {model} on {account}", { model, account })}">
      ${t("Pause")}
    </button>
  </form>`;
}

function setSection(accounts: readonly string[], models: readonly string[], t: Translate): Html {
  return html`<section>
    <h2>${t("Set a limit")}</h2>
    <form method="post" action="/limits" class="filter">
      <label
        >${t("Account")}
        ${
          accounts.length === 0
            ? html`<input name="account" required />`
            : html`<select name="account" required>
                ${accounts.length === 1 ? null : html`<option value="">${t("Choose…")}</option>`}
                ${accounts.map((account) => html`<option>${account}</option>`)}
              </select>`
        }
      </label>
      <label
        >${t("Model")}
        <select name="model" required>
          <option value="">${t("Choose…")}</option>
          ${["*", ...models].map(
            (model) => html`<option value="${model}">${modelName(model, t)}</option>`,
          )}
        </select></label
      >
      <label
        >${t("Tasks in flight at most (0 pauses)")}
        <input name="maxInFlight" type="number" min="0" max="100000" required
      /></label>
      <label
        >${t("Create requests a second (not needed for a pause)")}
        <input name="submitsPerSecond" type="number" min="0.01" max="1000" step="any"
      /></label>
      <button>${t("Set")}</button>
    </form>
  </section>`;
}
