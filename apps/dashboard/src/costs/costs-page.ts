import type { CostTotal } from "@dashqueue/queue/internal";

import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { renderTable } from "../html/table.ts";
import { renderBars, renderColumns } from "./charts.ts";
import type { Translate } from "../texts/translate.ts";
import type { Group, Row } from "./rows.ts";
import { GROUPS, rowsOf } from "./rows.ts";
import { LEGEND } from "./segments.ts";

/**
 * What the generations of these days cost or may cost, by day, model, account and tenant.
 *
 * @param days the oldest first
 */
export function renderCosts(
  costs: readonly CostTotal[],
  days: readonly string[],
  t: Translate,
): string {
  const body = html`<h1>Costs of the last ${days.length} days</h1>
    <p class="quiet">
      By the UTC day on which the create request was sent. Held and at-risk amounts are the highest
      possible; what is settled was charged.
    </p>
    ${GROUPS.map((group) => groupSection(group, costs, days))}`;
  return renderPage({ title: "Costs", body }, t);
}

const TITLES: Readonly<Record<Group, string>> = {
  day: "By day",
  model: "By model",
  account: "By account",
  tenant: "By tenant",
};

function groupSection(group: Group, costs: readonly CostTotal[], days: readonly string[]): Html {
  const rows = rowsOf(group, costs);
  const currencies = [...Map.groupBy(rows, ({ currency }) => currency).values()];
  const table = renderTable(
    [group, "currency", "settled", "held", "at risk", "total"],
    rows.map(({ name, currency, settled, held, atRisk, total }) => [
      name,
      currency,
      settled,
      held,
      atRisk,
      total,
    ]),
    "Nothing was spent.",
  );
  return html`<section>
    <h2>${TITLES[group]}</h2>
    ${currencies.map((same) =>
      figure(same, group === "day" ? renderColumns(same, days) : renderBars(same)),
    )}
    ${rows.length > MOST_OPEN ? folded(table) : table} ${unpricedNote(costs)}
  </section>`;
}

/** A longer table is folded, so that the next chart is in view. */
const MOST_OPEN = 10;

function folded(table: Html): Html {
  return html`<details>
    <summary>All amounts</summary>
    ${table}
  </details>`;
}

function figure([row]: readonly Row[], chart: Html): Html {
  return html`<figure>
    <figcaption>${row?.currency ?? ""} ${LEGEND}</figcaption>
    ${chart}
  </figure>`;
}

function unpricedNote(costs: readonly CostTotal[]): Html | null {
  const count = costs
    .filter(({ amount }) => amount === null)
    .reduce((sum, { generations }) => sum + generations, 0);
  return count === 0
    ? null
    : html`<p class="quiet">The price of ${count} more generations is not known.</p>`;
}
