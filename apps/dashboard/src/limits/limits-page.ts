import type { LaneState, LiveLimit } from "@dashqueue/queue/internal";

import type { User } from "../auth/users.ts";
import { hasRole } from "../auth/users.ts";
import { formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { renderTable } from "../html/table.ts";
import type { Translate } from "../texts/translate.ts";
import type { Choices, WrongLimit } from "./limit-form.ts";
import { renderLimitForm } from "./limit-form.ts";

export interface LimitsPage extends Choices {
  readonly limits: readonly LiveLimit[];
  /** The lanes of each model that was used, with their limits now. */
  readonly inForce: readonly { readonly model: string; readonly lanes: readonly LaneState[] }[];
  readonly user: User;
  /** What was filled in wrongly, and nothing was changed; null for nothing. */
  readonly wrong: WrongLimit | null;
}

/** The limits that operators have set. Its form and buttons are for admins. */
export function renderLimits(page: LimitsPage, t: Translate): string {
  const { limits, inForce, user, wrong } = page;
  const mayChange = hasRole(user, "admin");
  const body = html`<h1>${t("Limits")}</h1>
    ${wrong === null ? null : html`<section class="bad"><p role="alert">${t("Nothing was changed. What is wrong stands at the fields of the form.")}</p></section>`}
    <section>
      <p>
        ${t("They replace what the workers are configured with, within seconds and also after a restart, until they are removed. Tasks in flight run on.")}
      </p>
      ${renderTable(
        [
          t("Account"),
          t("Model"),
          t("Most in flight"),
          t("Create requests a second"),
          t("Set at, by"),
          ...(mayChange ? [t("Action")] : []),
        ],
        limits.map((limit) => rowOf(limit, mayChange, t)),
        t("None: the configured limits hold, or those that the provider tells."),
      )}
    </section>
    ${mayChange ? renderLimitForm(page, wrong, t) : null}
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
