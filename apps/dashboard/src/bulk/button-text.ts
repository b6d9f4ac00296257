import type { Translate } from "../texts/translate.ts";
import type { BulkChoice } from "../list/bulk-form.ts";
import type { Plan } from "./plan.ts";

/** What the button of the preview says. */
export function buttonText(choice: BulkChoice, plans: readonly Plan[], t: Translate): string {
  const count = plans.reduce((sum, { ids }) => sum + ids.length, 0);
  switch (choice) {
    case "redeliver":
      return t("Send {count} again: free", { count });
    case "archive":
      return t("Copy {count} now: free", { count });
    case "cancel":
      return t("Cancel {count}", { count });
    case "regenerate":
      return t("Generate {count} again: {price}", { count, price: pricesText(plans, t) });
  }
}

function pricesText(plans: readonly Plan[], t: Translate): string {
  const named = plans.map((plan) => `${plan.tenant}: ${priceText(plan, t)}`);
  const [only] = plans;
  return plans.length === 1 && only !== undefined ? priceText(only, t) : named.join("; ");
}

/** The most that the generations of a tenant can cost. */
export function priceText({ estimate, unpriced }: Plan, t: Translate): string {
  const amounts = estimate.map(({ amount, currency }) =>
    t("at most {price}", { price: `${amount} ${currency}` }),
  );
  const unknown = unpriced === 0 ? [] : [t("{count} at an unknown price", { count: unpriced })];
  return [...amounts, ...unknown].join(" + ");
}
