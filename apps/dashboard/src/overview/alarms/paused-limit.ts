import type { LiveLimit } from "@dashqueue/queue/internal";

import type { Translate } from "../../texts/translate.ts";
import { helpIn, joinSentences } from "../../texts/words.ts";
import type { Attention } from "../attention-item.ts";
import type { ModelState } from "../read-models.ts";
import { waitTexts } from "./paused-queue.ts";

/** A limit of 0 tasks in flight, with which an operator has paused a model or an account. */
export function pausedLimit(
  { account, model, setAt, setBy, replaced }: LiveLimit,
  models: readonly ModelState[],
  t: Translate,
): Attention {
  // Another account may serve the others.
  const waiting = models
    .filter(({ pausedBy }) => pausedBy === "limit")
    .filter((state) => model === "*" || model === state.model)
    .reduce((sum, state) => sum + state.waiting, 0);
  const effect = t("Its limit of tasks in flight was set to 0. Nothing more is submitted.");
  const advice = t("Resume it when the reason for the pause is gone.");
  return {
    what:
      model === "*"
        ? t("Account {account} is paused by {setBy}", { account, setBy })
        : t("The model {model} on {account} is paused by {setBy}", { account, model, setBy }),
    why: joinSentences([effect, ...waitTexts(waiting, t)], t),
    whatToDo: replaced === undefined ? advice : joinSentences([advice, limitText(replaced, t)], t),
    where: "/limits",
    since: setAt,
    button: {
      text: t("Resume"),
      name: t("Resume: {name}", { name: `${account} ${model}` }),
      path: "/limits/remove",
      fields: { account, model },
      needs: "admin",
    },
    help: helpIn("/docs/operations/waiting#paused", t),
    path: "/limits",
  };
}

function limitText(
  { maxInFlight, submitsPerSecond }: NonNullable<LiveLimit["replaced"]>,
  t: Translate,
): string {
  return t(
    "The limit of before then holds again: {inFlight} in flight, {pace} create requests a second.",
    { inFlight: maxInFlight, pace: submitsPerSecond },
  );
}
