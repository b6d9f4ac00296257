import type { Failure } from "../failure/failure.ts";
import type { Advanced } from "./advanced.ts";
import { advanced, ignored } from "./advanced.ts";
import type { Change } from "./change.ts";
import type { Archiving, Generation, Queued } from "../generation/generation.ts";
import { noticeThatEnds } from "./wait-notices.ts";

type Notice = Extract<
  Change,
  {
    kind:
      | "expiry-near"
      | "account-paused"
      | "account-resumed"
      | "spend-limit-reached"
      | "spend-limit-lifted"
      | "tenant-limit-reached"
      | "tenant-limit-lifted"
      | "collection-blocked"
      | "collection-unblocked"
      | "lane-closed"
      | "lane-opened";
  }
>;

/** Records why a generation waits, or that its links will expire. Its status stays the same. */
export function afterNotice(generation: Generation, notice: Notice): Advanced {
  switch (notice.kind) {
    case "expiry-near":
      return alarm(generation, notice.hoursLeft);
    case "spend-limit-reached":
      return notice.givesUpSlot === true
        ? giveUpSlot(generation, notice.failure, notice.kind)
        : delay(generation, notice.failure, notice.kind);
    case "account-paused":
    case "collection-blocked":
    case "lane-closed":
      return delay(generation, notice.failure, notice.kind);
    case "tenant-limit-reached":
      return giveUpSlot(generation, notice.failure, notice.kind);
    case "account-resumed":
    case "spend-limit-lifted":
    case "tenant-limit-lifted":
    case "collection-unblocked":
    case "lane-opened":
      return generation.status === "queued" && noticeThatEnds(generation) === notice.kind
        ? delay(generation, null, notice.kind)
        : ignored("does not wait for that");
  }
}

/** Each threshold alarms once: a disk that stays full for hours is not news every minute. */
export function isNewAlarm(
  { alarmedAtHours }: Pick<Archiving, "alarmedAtHours">,
  hoursLeft: number,
): boolean {
  return alarmedAtHours === null || hoursLeft < alarmedAtHours;
}

function alarm(generation: Generation, hoursLeft: number): Advanced {
  if (generation.status !== "archiving") return ignored("has nothing to archive");
  if (!isNewAlarm(generation, hoursLeft)) return ignored("was already recorded");
  return advanced({ ...generation, alarmedAtHours: hoursLeft }, "expiry-near");
}

/** What may not be submitted must not keep a slot, even if the reason was recorded before. */
function giveUpSlot(
  generation: Generation,
  failure: Failure,
  event: "spend-limit-reached" | "tenant-limit-reached",
): Advanced {
  return generation.status === "queued" && generation.keptSlot !== null
    ? advanced({ ...generation, keptSlot: null, delayed: failure }, event)
    : delay(generation, failure, event);
}

function delay(
  generation: Generation,
  delayed: Failure | null,
  event: Exclude<Notice["kind"], "expiry-near">,
): Advanced {
  if (generation.status !== "queued") return ignored(`is ${generation.status}`);
  const isKnown =
    delayed === null ? generation.delayed === null : isDelayKnown(generation, delayed);
  if (isKnown) return ignored("was already recorded");
  return advanced({ ...generation, delayed }, event);
}

/**
 * Whether the record gives this reason already. Why a lane is closed changes while it is checked,
 * and a tenant has several limits, whose values change and which reset at different times.
 */
export function isDelayKnown({ delayed }: Pick<Queued, "delayed">, failure: Failure): boolean {
  return (
    delayed?.kind === failure.kind &&
    ((failure.kind !== "tenant_limit" && failure.kind !== "unchecked") ||
      delayed.message === failure.message)
  );
}
