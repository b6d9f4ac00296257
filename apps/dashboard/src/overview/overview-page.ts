import { laneName, STATUSES, sumOf } from "@dashqueue/queue/internal";
import type { CostTotal } from "@dashqueue/queue/internal";

import { formatDuration } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { renderTable } from "../html/table.ts";
import type { Translate } from "../texts/translate.ts";
import { chargeStateText, statusText } from "../texts/words.ts";
import { attentionOf } from "./attention.ts";
import type { ModelState, Overview } from "./read-overview.ts";

const REFRESH_SECONDS = 5;

/** The first page: what is stuck, why, what to do, and how much is where. */
export function renderOverview(overview: Overview, now: number, t: Translate): string {
  const { accounts, lanes, models } = overview;
  const body = html`<h1>${t("Overview")}</h1>
    ${attentionSection(overview, t)} ${countsSection(overview, t)}
    <section>
      <h2>${t("Accounts")}</h2>
      ${renderTable(
        [t("Account"), t("State"), t("Host")],
        accounts.map(({ name, pause, baseUrl }) => [
          name,
          pause === null
            ? html`<span class="status succeeded">${t("good")}</span>`
            : html`<span class="status failed">${t("paused")}</span> ${t("{kind}, for {time}", {
                  kind: pause.kind,
                  time: formatDuration(now - pause.since, t),
                })}`,
          new URL(baseUrl).host,
        ]),
        t("No worker is running."),
      )}
    </section>
    <section>
      <h2>${t("Lanes")}</h2>
      ${renderTable(
        [t("Lane"), t("In flight")],
        lanes.map(({ lane, inFlight, maxInFlight }) => [
          laneName(lane),
          t("{count} of {limit}", { count: inFlight, limit: maxInFlight }),
        ]),
        t("No worker is running, or no model was used yet."),
      )}
    </section>
    <section>
      <h2>${t("Waiting")}</h2>
      ${renderTable(
        [t("Model"), t("Waiting"), t("Oldest"), t("State")],
        models.map((state) => [
          html`<a href="/generations?status=queued&amp;model=${encodeURIComponent(state.model)}"
            >${state.model}</a
          >`,
          String(state.waiting),
          state.oldestAt === null ? "" : formatDuration(now - state.oldestAt, t),
          stateOf(state, t),
        ]),
        t("Nothing waits."),
      )}
    </section>
    ${moneySection(overview.costs, t)}`;
  return renderPage({ title: t("Overview"), body, refreshSeconds: REFRESH_SECONDS }, t);
}

function stateOf({ pausedBy, failure }: ModelState, t: Translate): Html | string {
  const problem = pausedBy === null ? failure?.kind : t("paused");
  return problem === undefined ? t("running") : html`<span class="status failed">${problem}</span>`;
}

function attentionSection(overview: Overview, t: Translate): Html {
  const items = attentionOf(overview, t);
  if (items.length === 0)
    return html`<section>
      <h2>${t("What needs attention")}</h2>
      <p>${t("Nothing: every account and every queue works.")}</p>
    </section>`;
  return html`<section class="bad">
    <h2>${t("What needs attention")}</h2>
    <ul class="attention">
      ${items.map(({ what, why, whatToDo, help, path, act }) => {
        const advice = t("What to do: {advice}", { advice: whatToDo });
        return html`<li>
          <strong>${path === null ? what : html`<a href="${path}">${what}</a>`}</strong>
          <br />${why}<br /><span class="quiet"
            >${help === undefined ? advice : html`<a href="${help}">${advice}</a>`}</span
          >
          ${!act ? null : html`<br /><a href="${act.path}">${act.text}</a>`}
        </li>`;
      })}
    </ul>
  </section>`;
}

function countsSection({ counts, workers }: Overview, t: Translate): Html {
  return html`<section>
    <h2>${t("Generations")}</h2>
    <ul class="counts">
      ${STATUSES.map(
        (status) =>
          html`<li>
            <a href="/generations?status=${status}"
              ><strong>${counts[status]}</strong>
              <span class="status ${status}">${statusText(status, t)}</span></a
            >
          </li>`,
      )}
      <li>
        <strong>${workers}</strong>
        <span class="quiet">${workers === 1 ? t("worker") : t("workers")}</span>
      </li>
    </ul>
  </section>`;
}

function moneySection(costs: readonly CostTotal[], t: Translate): Html {
  const priced = costs.filter(({ amount }) => amount !== null);
  const groups = Map.groupBy(priced, ({ currency, state }) => `${currency} ${state}`);
  const unpriced = costs
    .filter(({ amount }) => amount === null)
    .reduce((sum, { generations }) => sum + generations, 0);
  const rows = [...groups.values()].map((same) => [
    same[0] === undefined ? "" : chargeStateText(same[0].state, t),
    `${sumOf(same.map(({ amount }) => amount ?? "0"))} ${same[0]?.currency}`,
  ]);
  if (unpriced > 0) rows.push([t("price unknown"), t("{count} generations", { count: unpriced })]);
  return html`<section>
    <h2>${t("Money today (UTC)")}</h2>
    ${renderTable([t("State"), t("Amount")], rows, t("Nothing was spent."))}
    <p><a href="/costs">${t("Costs by day")}</a></p>
  </section>`;
}
