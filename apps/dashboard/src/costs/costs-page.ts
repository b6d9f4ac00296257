import type { CostTotal } from "@dashqueue/queue/internal";
import { sumOf } from "@dashqueue/queue/internal";

import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { renderTable } from "../html/table.ts";
import type { Translate } from "../texts/translate.ts";

/** By what the page adds up. */
const GROUPS = ["day", "model", "account", "tenant"] as const;
type Group = (typeof GROUPS)[number];

/** What the generations of the last days cost or may cost, by day, model, account and tenant. */
export function renderCosts(costs: readonly CostTotal[], days: number, t: Translate): string {
  const body = html`<h1>Costs of the last ${days} days</h1>
    <p class="quiet">
      By the UTC day on which the create request was sent. Held and at-risk amounts are the highest
      possible; what is settled was charged.
    </p>
    ${GROUPS.map((group) => groupSection(group, costs))}`;
  return renderPage({ title: "Costs", body }, t);
}

const TITLES: Readonly<Record<Group, string>> = {
  day: "By day",
  model: "By model",
  account: "By account",
  tenant: "By tenant",
};

function groupSection(group: Group, costs: readonly CostTotal[]): Html {
  const rows = rowsOf(group, costs);
  const most = Math.max(...rows.map(({ total }) => Number(total)));
  return html`<section>
    <h2>${TITLES[group]}</h2>
    ${renderTable(
      [group, "currency", "settled", "held", "at risk", "total", "share"],
      rows.map(({ name, currency, settled, held, atRisk, total }) => [
        name,
        currency,
        settled,
        held,
        atRisk,
        total,
        html`<meter
          min="0"
          max="${String(most)}"
          value="${total}"
          aria-label="${total} ${currency}"
        ></meter>`,
      ]),
      "Nothing was spent.",
    )}
    ${unpricedNote(costs)}
  </section>`;
}

interface Row {
  readonly name: string;
  readonly currency: string;
  readonly settled: string;
  readonly held: string;
  readonly atRisk: string;
  readonly total: string;
}

/** One row for each name and currency: days newest first, the others by their total. */
export function rowsOf(group: Group, costs: readonly CostTotal[]): readonly Row[] {
  const priced = costs.filter(({ amount }) => amount !== null);
  const rows = [...Map.groupBy(priced, (cost) => `${cost[group]}\n${cost.currency}`).values()].map(
    (same): Row => {
      const sum = (...states: readonly CostTotal["state"][]) =>
        sumOf(same.flatMap(({ state, amount }) => (states.includes(state) ? [amount ?? "0"] : [])));
      return {
        name: same[0]?.[group] ?? "",
        currency: same[0]?.currency ?? "",
        settled: sum("settled"),
        held: sum("held"),
        atRisk: sum("at_risk"),
        total: sum("settled", "held", "at_risk"),
      };
    },
  );
  return group === "day"
    ? rows.toSorted((one, other) => other.name.localeCompare(one.name))
    : rows.toSorted((one, other) => Number(other.total) - Number(one.total));
}

function unpricedNote(costs: readonly CostTotal[]): Html | null {
  const count = costs
    .filter(({ amount }) => amount === null)
    .reduce((sum, { generations }) => sum + generations, 0);
  return count === 0
    ? null
    : html`<p class="quiet">The price of ${count} more generations is not known.</p>`;
}
