import { sumOf } from "@dashqueue/queue/internal";

import type { Html } from "../../html/html.ts";
import { html } from "../../html/html.ts";
import { renderTable } from "../../html/table.ts";
import type { Translate } from "../../texts/translate.ts";
import { chargeStateText } from "../../texts/words.ts";
import type { DailyLimit } from "./daily-limits.ts";
import type { Overview } from "../read-overview.ts";

/** What today's attempts cost or may cost, against the limits. */
export function moneySection({ costs, dailyLimits, atRisk }: Overview, t: Translate): Html {
  const priced = costs.filter(({ amount }) => amount !== null);
  const groups = Map.groupBy(priced, ({ currency, state }) => `${currency} ${state}`);
  const unpriced = costs
    .filter(({ amount }) => amount === null)
    .reduce((sum, { generations }) => sum + generations, 0);
  const sorted = [...groups.values()].toSorted(byCurrencyAndState);
  const rows: (string | Html)[][] = sorted.map((same) => [
    same[0] === undefined ? "" : chargeStateText(same[0].state, t),
    `${sumOf(same.map(({ amount }) => amount ?? "0"))} ${same[0]?.currency}`,
  ]);
  if (unpriced > 0) rows.push([t("price unknown"), t("{count} generations", { count: unpriced })]);
  for (const amount of atRisk?.earlier ?? [])
    rows.push([
      html`<a href="/generations?status=uncertain">${t("at risk since earlier days")}</a>`,
      amount,
    ]);
  return html`<section>
    <h2>${t("Money today (UTC)")}</h2>
    ${renderTable([t("State"), t("Amount")], rows, t("Nothing was spent."))}
    ${dailyLimits.map((limit) => html`<p>${limitUse(limit, costs, t)}</p>`)}
    <p><a href="/costs">${t("Costs by day")}</a></p>
  </section>`;
}

const ORDER = ["settled", "held", "at_risk"] as const;

/** The rows keep their places from one load of the page to the next. */
function byCurrencyAndState([one]: Overview["costs"], [other]: Overview["costs"]): number {
  const rank = (cost: typeof one) => ORDER.findIndex((state) => state === cost?.state);
  const currencies = (one?.currency ?? "").localeCompare(other?.currency ?? "");
  return currencies === 0 ? rank(one) - rank(other) : currencies;
}

/** How much of a daily limit today's attempts use: held, at risk and settled amounts count. */
function limitUse(limit: DailyLimit, costs: Overview["costs"], t: Translate): string {
  const { account, currency, amount } = limit;
  const counted = costs.filter(
    (cost) => cost.currency === currency && (account === null || cost.account === account),
  );
  const values = { used: sumOf(counted.map((cost) => cost.amount ?? "0")), amount, currency };
  return account === null
    ? t("{used} of at most {amount} {currency} a day", values)
    : t("{used} of at most {amount} {currency} a day on the account {account}", {
        ...values,
        account,
      });
}
