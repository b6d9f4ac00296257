import { failureHelp } from "@dashqueue/queue/internal";

import { bulkPreviewPath, generationPath } from "../paths.ts";
import { helpIn } from "../texts/words.ts";
import { messageText } from "../texts/messages.ts";
import type { Translate } from "../texts/translate.ts";
import { uncertain } from "./at-risk.ts";
import type { Attention } from "./attention-item.ts";
import { closed, held } from "./held-models.ts";
import { drained, withoutWorker } from "./alarms/idle-stages.ts";
import { unreadList } from "./alarms/unread-list.ts";
import { pausedLimit } from "./alarms/paused-limit.ts";
import { pausedModel, pausedQueue } from "./alarms/paused-queue.ts";
import type { FailingEndpoint, Overview } from "./read-overview.ts";
import { blocked, refused } from "./stopped.ts";

/** What is stuck, the worst first. */
export function attentionOf(overview: Overview, t: Translate): readonly Attention[] {
  const { accounts, blocks, models, limits, endpoints, givenUp, counts } = overview;
  const { replicas, lost, waitingMessages } = overview;
  return [
    ...withoutWorker(overview, t),
    ...blocks.map((block) => blocked(block, overview, t)),
    ...accounts.flatMap((account) => refused(account, counts, t)),
    ...replicas.flatMap((replica) => drained(replica, replicas, t)),
    ...limits
      .filter(({ maxInFlight }) => maxInFlight === 0)
      .map((limit) => pausedLimit(limit, models, t)),
    ...overview.pausedQueues.map((queue) => pausedQueue(queue, t)),
    ...models.filter(({ pausedBy }) => pausedBy === "queue").map((state) => pausedModel(state, t)),
    ...models.flatMap((state) => held(state, t)),
    ...models.flatMap((state) => closed(state, t)),
    ...overview.unreadLists.map((list) => unreadList(list, counts.uncertain, t)),
    ...(counts.uncertain > 0 ? [uncertain(counts.uncertain, overview.atRisk, t)] : []),
    ...endpoints.map((endpoint) => failing(endpoint, waitingMessages, t)),
    ...(waitingMessages > 0 && endpoints.length === 0 ? [waitingToBeSent(waitingMessages, t)] : []),
    ...(givenUp > 0 ? [undelivered(givenUp, t)] : []),
    ...lost.map((id) => lostResult(id, t)),
  ];
}

function failing(
  { tenant, origin, failures, lastError, since }: FailingEndpoint,
  waitingMessages: number,
  t: Translate,
): Attention {
  const list = `webhook=pending&tenant=${encodeURIComponent(tenant)}`;
  const error = messageText(lastError, t);
  const last =
    failures === 1
      ? t("The last attempt failed: {error}", { error })
      : t("{failures} attempts in a row failed, the last with: {error}", { failures, error });
  return {
    what: t("Webhooks of the tenant {tenant} to {origin} fail", { tenant, origin }),
    why:
      waitingMessages === 0
        ? last
        : t("{why}. {waiting}.", { why: last, waiting: waitingText(waitingMessages, t) }),
    whatToDo: t(REPAIR),
    help: helpIn("/docs/webhooks", t),
    path: `/generations?${list}`,
    since,
    act: { text: t("Send all that wait now…"), path: bulkPreviewPath("redeliver", list) },
  };
}

const REPAIR = "Repair the receiver. What waits is then sent automatically, or at once if you ask.";

/** Messages that wait although no endpoint fails any more. */
function waitingToBeSent(count: number, t: Translate): Attention {
  const list = "webhook=pending";
  return {
    what: waitingText(count, t),
    why: t("An attempt failed, or the endpoint is paused."),
    whatToDo: t(REPAIR),
    help: helpIn("/docs/webhooks", t),
    path: `/generations?${list}`,
    act: { text: t("Send all that wait now…"), path: bulkPreviewPath("redeliver", list) },
  };
}

function waitingText(count: number, t: Translate): string {
  return count === 1
    ? t("1 webhook message waits for its next attempt")
    : t("{count} webhook messages wait for their next attempt", { count });
}

function undelivered(count: number, t: Translate): Attention {
  return {
    what:
      count === 1
        ? t("1 webhook message was given up")
        : t("{count} webhook messages were given up", { count }),
    why: t("What a receiver does not accept in time is not repeated any more."),
    whatToDo: t("Repair the receiver, and send again what was given up."),
    help: helpIn("/docs/webhooks", t),
    path: "/generations?webhook=failed",
    act: {
      text: t("Send all again…"),
      path: bulkPreviewPath("redeliver", "webhook=failed"),
    },
  };
}

function lostResult(id: string, t: Translate): Attention {
  return {
    what: t("A paid result was lost: {id}", { id }),
    why: t("Its links expired before its files could be copied. It is shown here for a week."),
    whatToDo: t("See on its page what remains, and whether its caller needs another one."),
    help: helpIn(failureHelp("expired"), t),
    path: generationPath(id),
  };
}
