import type { Amounts, SpendLimits } from "@dashqueue/queue/internal";
import { commaSeparated, json } from "@dashqueue/service";
import { z } from "zod";

/** Within the range that Redis compares exactly. */
const AMOUNT = /^(\d{1,6}(?:\.\d{1,9})?) (CNY|USD)$/;
const EXPECTED =
  "must be an amount below 1000000 and CNY or USD, such as `100 CNY`; separate several by commas";

const amounts = commaSeparated.transform((items, context): Amounts => {
  const problem = (message: string) => context.addIssue({ code: "custom", message });
  const limits = new Map<string, string>();
  if (items.length === 0) problem(EXPECTED);
  for (const item of items) {
    const [, amount, currency] = AMOUNT.exec(item) ?? [];
    if (amount === undefined || currency === undefined)
      problem(`${JSON.stringify(item)} ${EXPECTED}`);
    else if (limits.has(currency)) problem(`names ${currency} twice`);
    else limits.set(currency, amount);
  }
  return Object.fromEntries(limits);
});

const byAccount = json(z.record(z.string(), amounts)).transform(
  ({ "*": overall = {}, ...accounts }): SpendLimits => ({ overall, accounts }),
);
const ofAll = amounts.transform((overall): SpendLimits => ({ overall, accounts: {} }));

/** `100 CNY, 20 USD` for all accounts together, or JSON: `{"*":"100 CNY","<account>":"50 CNY"}`. */
export const spendLimits = z.string().transform((text, context) => {
  const read = (text.trim().startsWith("{") ? byAccount : ofAll).safeParse(text);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues)
    context.addIssue({ code: "custom", path, message });
  return z.NEVER;
});
