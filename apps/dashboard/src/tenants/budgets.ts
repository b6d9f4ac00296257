import type { Spending, Tenant, TenantLimits } from "@dashqueue/queue/internal";
import { sumOf, tenantLimitsSchema } from "@dashqueue/queue/internal";
import { z } from "zod";

import { formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import type { Translate } from "../texts/translate.ts";

type Budget = TenantLimits["dailySpend"];

/** What a tenant has spent of a limit of its spending, such as `3.50 of 100.00 CNY`. */
export function budgetText(budget: Budget, spending: Spending | null, t: Translate): string {
  if (budget === null || spending === null) return t("no limit");
  const { used, reserved } = spending;
  const amount = sumOf([used, reserved]);
  const limit = `${budget.amount} ${budget.currency}`;
  return Number(reserved) === 0
    ? t("{amount} of {limit}", { amount, limit })
    : t("{amount} of {limit}, {reserved} of it reserved", { amount, limit, reserved });
}

/** The same, with when it resets. */
export function budgetDetail(budget: Budget, spending: Spending | null, t: Translate): string {
  const text = budgetText(budget, spending, t);
  return spending === null
    ? text
    : t("{budget}, resets {time}", { budget: text, time: formatTime(spending.resetsAt) });
}

/** The form in which admins change the budgets of a tenant. */
export function budgetForm(action: string, { limits }: Tenant, t: Translate): Html {
  return html`<form class="filter" method="post" action="${action}">
    ${fields("daily", limits.dailySpend, t)} ${fields("monthly", limits.monthlySpend, t)}
    <button>${t("Change the budgets")}</button>
    <p class="quiet">${t("An empty amount is no limit. A change counts at once.")}</p>
  </form>`;
}

const LABELS = {
  daily: ["Daily budget", "Currency of the daily budget"],
  monthly: ["Monthly budget", "Currency of the monthly budget"],
} as const;

function fields(name: keyof typeof LABELS, budget: Budget, t: Translate): Html {
  const [amountLabel, currencyLabel] = LABELS[name];
  const currency = budget?.currency ?? "CNY";
  return html`<input type="hidden" name="${name}_shown" value="${textOf(budget)}" />
    <label
      >${t(amountLabel)}
      <input name="${name}_amount" inputmode="decimal" value="${budget?.amount ?? ""}"
    /></label>
    <label
      >${t("Currency")}
      <select name="${name}_currency" aria-label="${t(currencyLabel)}">
        ${["CNY", "USD"].map(
          (each) => html`<option ${each === currency ? html`selected` : null}>${each}</option>`,
        )}
      </select></label
    >`;
}

const { dailySpend, monthlySpend } = tenantLimitsSchema.shape;

export type ReadBudgets =
  | { readonly ok: true; readonly limits: BudgetChange }
  | { readonly ok: false; readonly problem: string };

type BudgetChange = Partial<Pick<TenantLimits, "dailySpend" | "monthlySpend">>;

const formSchema = z.object({
  daily_shown: z.string(),
  daily_amount: z.string().trim(),
  daily_currency: z.string(),
  monthly_shown: z.string(),
  monthly_amount: z.string().trim(),
  monthly_currency: z.string(),
});

/**
 * Reads what a reader changed in the form. A budget that was left as it was shown is absent:
 * another user may have changed it meanwhile.
 */
export function readBudgets(body: unknown, t: Translate): ReadBudgets {
  const form = formSchema.safeParse(body);
  if (!form.success)
    return { ok: false, problem: t("The form is incomplete: load the page again.") };
  const { data } = form;
  const daily = dailySpend.safeParse(given(data.daily_amount, data.daily_currency));
  const monthly = monthlySpend.safeParse(given(data.monthly_amount, data.monthly_currency));
  const issue = [...(daily.error?.issues ?? []), ...(monthly.error?.issues ?? [])][0];
  if (issue !== undefined || !daily.success || !monthly.success)
    return {
      ok: false,
      problem: t("Nothing was changed: a budget {problem}.", {
        problem: issue?.message ?? "is wrong",
      }),
    };
  return {
    ok: true,
    limits: {
      ...(textOf(daily.data) !== data.daily_shown && { dailySpend: daily.data }),
      ...(textOf(monthly.data) !== data.monthly_shown && { monthlySpend: monthly.data }),
    },
  };
}

function textOf(budget: Budget): string {
  return budget === null ? "" : `${budget.amount} ${budget.currency}`;
}

function given(amount: string, currency: string) {
  return amount === "" ? null : { amount, currency };
}
