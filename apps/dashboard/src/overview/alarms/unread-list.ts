import type { Replica, UnreadList } from "@dashqueue/queue/internal";

import { formatTime, sentence } from "../../html/format.ts";
import { messageText } from "../../texts/messages.ts";
import type { Translate } from "../../texts/translate.ts";
import { helpIn, joinSentences } from "../../texts/words.ts";
import type { Attention } from "../attention-item.ts";
import type { ModelState } from "../read-models.ts";

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

/** One that was tried within this time is tried again, for as long as something waits. */
const RETRIED_MS = 120_000;

/** What may wait for a list. */
interface Needs {
  readonly counts: Readonly<Record<"uncertain" | "queued", number>>;
  readonly models: readonly Pick<ModelState, "closed" | "waiting">[];
}

/** Those for which something waits. Nobody reads the others again. */
export function neededLists(
  lists: readonly UnreadList[],
  { counts, models }: Needs,
  now: number,
): readonly UnreadList[] {
  const isNeeded =
    counts.uncertain > 0 || models.some(({ closed, waiting }) => closed !== null && waiting > 0);
  // A generation whose earlier create request was lost is submitted only after a look at the list.
  return lists.filter(({ at }) => isNeeded || (counts.queued > 0 && now - at < RETRIED_MS));
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
