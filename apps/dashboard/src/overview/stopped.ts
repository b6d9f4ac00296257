import { failureHelp } from "@dashqueue/queue/internal";

import { bulkPreviewPath } from "../paths.ts";
import type { Translate } from "../texts/translate.ts";
import { helpIn, joinSentences } from "../texts/words.ts";
import type { Attention } from "./attention-item.ts";
import { untilItResumes, withWaiting } from "./held-models.ts";
import { accountHeadline, blockHeadline } from "./alarms/causes.ts";
import { paidTexts } from "./alarms/paid-results.ts";
import type { AccountState } from "./read-accounts.ts";
import type { Overview } from "./read-overview.ts";

const WAITING_PATH = "/generations?status=queued";

/** Results cannot be collected, so nothing is bought. */
export function blocked(
  { account, kind, code, message, since, nextAt }: Overview["blocks"][number],
  { counts, paidResults }: Pick<Overview, "counts" | "paidResults">,
  t: Translate,
): Attention {
  return {
    what: blockHeadline({ account, kind, code }, t),
    why: joinSentences(
      [withWaiting(message, counts.queued, t), ...paidTexts(paidResults, account, t)],
      t,
    ),
    whatToDo: untilItResumes(kind, t, code),
    help: helpIn(failureHelp(kind), t),
    path: WAITING_PATH,
    since,
    nextTry:
      nextAt === undefined ? null : { scope: "collection", name: account ?? "archive", at: nextAt },
    act: counts.archiving === 0 ? null : copyNow(t),
  };
}

/** The provider refuses an account. */
export function refused(
  { name, pause, nextTry }: AccountState,
  { queued }: Overview["counts"],
  t: Translate,
): readonly Attention[] {
  if (pause === null) return [];
  return [
    {
      what: accountHeadline(pause.kind, name, t),
      why: withWaiting(pause.message, queued, t),
      whatToDo: untilItResumes(pause.kind, t),
      help: helpIn(failureHelp(pause.kind), t),
      path: WAITING_PATH,
      since: pause.since,
      nextTry: queued === 0 ? null : nextTry,
    },
  ];
}

function copyNow(t: Translate): NonNullable<Attention["act"]> {
  const path = bulkPreviewPath("archive", "status=archiving");
  return { text: t("Copy all waiting results now…"), path };
}
