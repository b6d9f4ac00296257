import type { Generation } from "@dashqueue/queue/internal";
import { chargeOf, dayOf, sumOf } from "@dashqueue/queue/internal";

import { formatTime } from "../html/format.ts";
import type { Translate } from "../texts/translate.ts";
import { helpIn } from "../texts/words.ts";
import type { Attention } from "./attention-item.ts";

/** The lost create requests whose tasks may be charged. */
export interface AtRisk {
  /** When the first of them was sent, epoch milliseconds. */
  readonly since: number;
  /** What they cost at most, by currency, such as `7.00 CNY`. */
  readonly amounts: readonly string[];
  /** The same for those that were sent on an earlier UTC day, whose totals are not of today. */
  readonly earlier: readonly string[];
}

/**
 * Null if none of these generations is uncertain.
 *
 * @param today the UTC day
 */
export function atRiskOf(
  generations: readonly (Generation | null)[],
  today: string,
): AtRisk | null {
  const lost = generations.flatMap((one) => (one?.status === "uncertain" ? [one] : []));
  if (lost.length === 0) return null;
  const earlier = lost.filter(({ attempt }) => dayOf(attempt.begunAt) < today);
  return {
    since: Math.min(...lost.map(({ attempt }) => attempt.begunAt)),
    amounts: amountsOf(lost),
    earlier: amountsOf(earlier),
  };
}

/** What these cost, or may cost, by currency. */
export function amountsOf(generations: readonly Generation[]): readonly string[] {
  const costs = generations.flatMap((one) => chargeOf(one)?.cost ?? []);
  return [...Map.groupBy(costs, ({ currency }) => currency)].map(
    ([currency, same]) => `${sumOf(same.map(({ amount }) => amount))} ${currency}`,
  );
}

export function uncertain(count: number, atRisk: AtRisk | null, t: Translate): Attention {
  const lost = t("The answer to a create request was lost, and a task may exist.");
  return {
    what:
      count === 1
        ? t("1 generation is uncertain")
        : t("{count} generations are uncertain", { count }),
    why: atRisk === null ? lost : `${lost} ${riskText(atRisk, t)}`,
    whatToDo: t(
      "Do not submit them again. Most are settled within minutes, if DashScope's task list can be read. Resolve the others on their pages.",
    ),
    help: helpIn("/docs/operations/alerts#dashqueueuncertain", t),
    path: "/generations?status=uncertain",
  };
}

function riskText({ since, amounts }: AtRisk, t: Translate): string {
  const time = formatTime(since);
  return amounts.length === 0
    ? t("The first was sent at {time}.", { time })
    : t("The first was sent at {time}. At most {amounts} are at risk.", {
        time,
        amounts: amounts.join(" + "),
      });
}
