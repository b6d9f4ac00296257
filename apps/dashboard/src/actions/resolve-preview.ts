import type { Resolution, Uncertain } from "@dashqueue/queue/internal";
import { chargeOf } from "@dashqueue/queue/internal";

import { formatTime } from "../html/format.ts";
import type { Translate } from "../texts/translate.ts";

/** What a resolution would do, before an operator states it. */
export interface ResolvePreview {
  readonly title: string;
  /** What happens, in this order. */
  readonly steps: readonly string[];
  /** Why it would be refused; null if nothing speaks against it. */
  readonly objection: string | null;
  /** The generation that has the named task already, if that is another one. */
  readonly owner: string | null;
}

/** What is known beside the record. */
export interface Known {
  /** The generation that has the named task already; null if none has it. */
  readonly owner: string | null;
  /** Since when the provider's list could not be read; null if it can be. */
  readonly unreadSince: number | null;
}

export function previewOf(
  generation: Uncertain,
  resolution: Resolution,
  { owner, unreadSince }: Known,
  t: Translate,
): ResolvePreview {
  const { account } = generation.attempt;
  const cost = chargeOf(generation)?.cost ?? null;
  const price =
    cost === null
      ? t("an unknown price")
      : t("at most {price}", { price: `${cost.amount} ${cost.currency}` });
  if ("taskId" in resolution) {
    const other = owner === generation.id ? null : owner;
    return {
      title: t("It is the task {task}", { task: resolution.taskId }),
      steps: [
        t(
          "A worker queries the task on the account {account}: it has to exist, with the same model and, once DashScope shows it, the same prompt.",
          { account },
        ),
        t(
          "If so, the generation continues with this task as running. No create request is sent. When the task succeeds, it is charged: {price}.",
          { price },
        ),
        t(NOTHING_CHANGES),
      ],
      objection: other === null ? null : t("The task belongs to another generation already."),
      owner: other,
    };
  }
  return {
    title: t("No task was created"),
    steps: [
      ...(unreadSince === null ? [] : [t(UNREAD, { time: formatTime(unreadSince) })]),
      t(
        "A worker reads the task list of the account {account}. A task there that may be this one contradicts.",
        { account },
      ),
      generation.cancel === "requested"
        ? t("If there is none, the generation is canceled, as was requested. Nothing is charged.")
        : t(
            "If there is none, the generation waits for a slot again, and then another create request is sent. It is charged when its task succeeds: {price}.",
            { price },
          ),
      t("If a task exists that the list does not show, both are charged."),
      t(NOTHING_CHANGES),
    ],
    objection: null,
    owner: null,
  };
}

const UNREAD =
  "The task list could not be read since {time}. What you state is kept, and checked as soon as the list can be read.";
const NOTHING_CHANGES =
  "If DashScope contradicts, nothing changes: the generation stays uncertain, and its page shows the reason.";
