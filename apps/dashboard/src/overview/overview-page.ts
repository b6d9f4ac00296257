import { laneName, STATUSES, sumOf } from "@dashqueue/queue/internal";
import type { CostTotal } from "@dashqueue/queue/internal";

import { formatDuration } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { renderTable } from "../html/table.ts";
import { attentionOf } from "./attention.ts";
import type { Overview } from "./read-overview.ts";

const REFRESH_SECONDS = 5;

/** The first page: what is stuck, why, what to do, and how much is where. */
export function renderOverview(overview: Overview, now: number): string {
  const { accounts, lanes, models } = overview;
  const body = html`<h1>Overview</h1>
    ${attentionSection(overview)} ${countsSection(overview)}
    <section>
      <h2>Accounts</h2>
      ${renderTable(
        ["Account", "State", "Host"],
        accounts.map(({ name, pause, baseUrl }) => [
          name,
          pause === null
            ? html`<span class="status succeeded">good</span>`
            : html`<span class="status failed">paused</span> ${pause.kind}, for
                ${formatDuration(now - pause.since)}`,
          new URL(baseUrl).host,
        ]),
        "No worker is running.",
      )}
    </section>
    <section>
      <h2>Lanes</h2>
      ${renderTable(
        ["Lane", "In flight"],
        lanes.map(({ lane, inFlight, maxInFlight }) => [
          laneName(lane),
          `${inFlight} of ${maxInFlight}`,
        ]),
        "No worker is running, or no model was used yet.",
      )}
    </section>
    <section>
      <h2>Waiting</h2>
      ${renderTable(
        ["Model", "Waiting", "Oldest", "Queue"],
        models.map(({ model, waiting, oldestAt, isPaused }) => [
          html`<a href="/generations?status=queued&amp;model=${encodeURIComponent(model)}"
            >${model}</a
          >`,
          String(waiting),
          oldestAt === null ? "" : formatDuration(now - oldestAt),
          isPaused ? html`<span class="status failed">paused</span>` : "running",
        ]),
        "Nothing waits.",
      )}
    </section>
    ${moneySection(overview.costs)}`;
  return renderPage({ title: "Overview", body, refreshSeconds: REFRESH_SECONDS });
}

function attentionSection(overview: Overview): Html {
  const items = attentionOf(overview);
  if (items.length === 0)
    return html`<section>
      <h2>What needs attention</h2>
      <p>Nothing: every account and every queue works.</p>
    </section>`;
  return html`<section class="bad">
    <h2>What needs attention</h2>
    <ul class="attention">
      ${items.map(
        ({ what, why, whatToDo, path }) =>
          html`<li>
            <strong>${path === null ? what : html`<a href="${path}">${what}</a>`}</strong>
            <br />${why}<br /><span class="quiet">What to do: ${whatToDo}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

function countsSection({ counts, workers }: Overview): Html {
  return html`<section>
    <h2>Generations</h2>
    <ul class="counts">
      ${STATUSES.map(
        (status) =>
          html`<li>
            <a href="/generations?status=${status}"
              ><strong>${counts[status]}</strong> <span class="status ${status}">${status}</span></a
            >
          </li>`,
      )}
      <li><strong>${workers}</strong> <span class="quiet">workers</span></li>
    </ul>
  </section>`;
}

function moneySection(costs: readonly CostTotal[]): Html {
  const priced = costs.filter(({ amount }) => amount !== null);
  const groups = Map.groupBy(priced, ({ currency, state }) => `${currency} ${state}`);
  const unpriced = costs
    .filter(({ amount }) => amount === null)
    .reduce((sum, { generations }) => sum + generations, 0);
  const rows = [...groups.values()].map((same) => [
    same[0]?.state.replaceAll("_", " ") ?? "",
    `${sumOf(same.map(({ amount }) => amount ?? "0"))} ${same[0]?.currency}`,
  ]);
  if (unpriced > 0) rows.push(["price unknown", `${unpriced} generations`]);
  return html`<section>
    <h2>Money today (UTC)</h2>
    ${renderTable(["State", "Amount"], rows, "Nothing was spent.")}
    <p><a href="/costs">Costs by day</a></p>
  </section>`;
}
