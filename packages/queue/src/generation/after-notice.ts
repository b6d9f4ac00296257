import { FAILURE_POLICY } from "../failure/failure-policy.ts";
import type { Failure } from "../failure/failure.ts";
import type { Advanced, Change } from "./change.ts";
import type { Archiving, Generation } from "./generation.ts";

type Notice = Extract<
  Change,
  {
    kind:
      | "expiry-near"
      | "account-paused"
      | "account-resumed"
      | "spend-limit-reached"
      | "spend-limit-lifted";
  }
>;

/** What a generation is told about the world around it. It stays where it is, and says so. */
export function afterNotice(generation: Generation, notice: Notice): Advanced<Generation> {
  switch (notice.kind) {
    case "expiry-near":
      return alarm(generation, notice.hoursLeft);
    case "account-paused":
    case "spend-limit-reached":
      return tellWaiting(generation, notice.failure, notice.kind);
    case "account-resumed":
      return waitsForAccount(generation)
        ? tellWaiting(generation, null, notice.kind)
        : { kind: "ignored", reason: "does not wait for the account" };
    case "spend-limit-lifted":
      return waitsForSpendLimit(generation)
        ? tellWaiting(generation, null, notice.kind)
        : { kind: "ignored", reason: "does not wait for the spend limit" };
  }
}

/** Each threshold alarms once: a disk that stays full for hours is not news every minute. */
export function isNewAlarm(
  { alarmedAtHours }: Pick<Archiving, "alarmedAtHours">,
  hoursLeft: number,
): boolean {
  return alarmedAtHours === null || hoursLeft < alarmedAtHours;
}

function alarm(generation: Generation, hoursLeft: number): Advanced<Generation> {
  if (generation.status !== "archiving")
    return { kind: "ignored", reason: "has nothing to archive" };
  if (!isNewAlarm(generation, hoursLeft)) return { kind: "ignored", reason: "was told before" };
  return {
    kind: "advanced",
    event: "expiry-near",
    generation: { ...generation, alarmedAtHours: hoursLeft },
  };
}

function tellWaiting(
  generation: Generation,
  delayed: Failure | null,
  event: Exclude<Notice["kind"], "expiry-near">,
): Advanced<Generation> {
  if (generation.status !== "queued") return { kind: "ignored", reason: `is ${generation.status}` };
  if (generation.delayed?.kind === delayed?.kind)
    return { kind: "ignored", reason: "was told before" };
  return { kind: "advanced", event, generation: { ...generation, delayed } };
}

/** Whether the record says that the generation waits because the provider refuses the account. */
export function waitsForAccount(generation: Generation): boolean {
  return (
    generation.status === "queued" &&
    generation.delayed !== null &&
    generation.delayed.kind !== "spend_limit" &&
    FAILURE_POLICY[generation.delayed.kind].pauses === "account"
  );
}

/** Whether the record says that the generation waits because of the daily spend limit. */
export function waitsForSpendLimit(generation: Generation): boolean {
  return generation.status === "queued" && generation.delayed?.kind === "spend_limit";
}

/** Its archiving is over, in one way or the other. */
export function withoutAlarm(archiving: Archiving): Omit<Archiving, "alarmedAtHours" | "status"> {
  const { alarmedAtHours: _, status: __, ...rest } = archiving;
  return rest;
}
