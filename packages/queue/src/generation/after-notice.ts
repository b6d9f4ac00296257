import type { Failure } from "@dashqueue/dashscope";
import { FAILURE_POLICY } from "@dashqueue/dashscope";

import type { Advanced, Change } from "./change.ts";
import type { Archiving, Generation } from "./generation.ts";

type Notice = Extract<Change, { kind: "expiry-near" | "account-paused" | "account-resumed" }>;

/** What a generation is told about the world around it. It stays where it is, and says so. */
export function afterNotice(generation: Generation, notice: Notice): Advanced<Generation> {
  switch (notice.kind) {
    case "expiry-near":
      return alarm(generation, notice.hoursLeft);
    case "account-paused":
      return tellWaiting(generation, notice.failure, "account-paused");
    case "account-resumed":
      return waitsForAccount(generation)
        ? tellWaiting(generation, null, "account-resumed")
        : { kind: "ignored", reason: "does not wait for the account" };
  }
}

/** Once for each mark: a disk that stays full for hours is not news every minute. */
function alarm(generation: Generation, hoursLeft: number): Advanced<Generation> {
  if (generation.status !== "archiving")
    return { kind: "ignored", reason: "has nothing to archive" };
  if (generation.alarmedAtHours !== null && generation.alarmedAtHours <= hoursLeft)
    return { kind: "ignored", reason: "was told before" };
  return {
    kind: "advanced",
    event: "expiry-near",
    generation: { ...generation, alarmedAtHours: hoursLeft },
  };
}

function tellWaiting(
  generation: Generation,
  delayed: Failure | null,
  event: "account-paused" | "account-resumed",
): Advanced<Generation> {
  if (generation.status !== "queued") return { kind: "ignored", reason: `is ${generation.status}` };
  if (generation.delayed?.kind === delayed?.kind)
    return { kind: "ignored", reason: "was told before" };
  return { kind: "advanced", event, generation: { ...generation, delayed } };
}

/** Whether it says of itself that it waits because the account is refused. */
export function waitsForAccount(generation: Generation): boolean {
  return (
    generation.status === "queued" &&
    generation.delayed !== null &&
    FAILURE_POLICY[generation.delayed.kind].pauses === "account"
  );
}

/** Its archiving is over, in one way or the other. */
export function withoutAlarm(archiving: Archiving): Omit<Archiving, "alarmedAtHours" | "status"> {
  const { alarmedAtHours: _, status: __, ...rest } = archiving;
  return rest;
}
