import type { Replica, UnreadList } from "@dashqueue/queue/internal";

import { formatTime, sentence } from "../../html/format.ts";
import { messageText } from "../../texts/messages.ts";
import type { Translate } from "../../texts/translate.ts";
import { helpIn, joinSentences } from "../../texts/words.ts";
import type { Attention } from "../attention-item.ts";

/** What the workers report, once for each account: since the first failure, as of the last. */
export function unreadListsOf(
  replicas: readonly Pick<Replica, "unreadLists">[],
): readonly UnreadList[] {
  const all = replicas.flatMap(({ unreadLists = [] }) => unreadLists);
  return [...Map.groupBy(all, ({ account }) => account)].flatMap(([, same]) => {
    const [last] = same.toSorted((one, other) => other.at - one.at);
    return last === undefined
      ? []
      : [{ ...last, since: Math.min(...same.map(({ since }) => since)) }];
  });
}

/** Nothing that was lost can be found out. */
export function unreadList(
  { account, kind, message, since, at }: UnreadList,
  uncertain: number,
  t: Translate,
): Attention {
  const passes = kind === "provider_error" || kind === "network" || kind === "rate_limited";
  return {
    what: t("DashScope's task list of the account {account} cannot be read", { account }),
    why: joinSentences(
      [
        sentence(messageText(message, t), t),
        t(
          "Until it can, lost answers are not settled, and no model is submitted that has to be compared first.",
        ),
        t("Last tried at {time}.", { time: formatTime(at) }),
      ],
      t,
    ),
    whatToDo: passes
      ? t(
          "Wait: it is tried again. Look for a task in DashScope's console meanwhile, and ask its support if this lasts.",
        )
      : t("Check the API key and the region of the account: DashScope refuses the list."),
    help: helpIn("/docs/operations/alerts#dashqueuetasksunlisted", t),
    path: uncertain === 0 ? null : "/generations?status=uncertain",
    since,
  };
}
