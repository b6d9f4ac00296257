import type { Delays, GenerationStore } from "@dashqueue/queue/internal";

import type { PollPorts } from "../stages/poll.ts";

export interface CallbacksPorts {
  /** Each model's own pace. */
  readonly pace: Delays["pollMs"];
  /** How long a running task is left alone that the provider should tell of; null where it tells nothing. */
  readonly safetyNetMs: number | null;
  readonly hinted: GenerationStore["hinted"];
  readonly missed: () => void;
}

export interface Callbacks {
  /** Until a task is polled when nobody tells of it. */
  readonly pollMs: Delays["pollMs"];
  readonly poll: Pick<PollPorts, "pollMs" | "hinted" | "callbackMissed">;
}

/** How often tasks are asked about, whether or not the provider tells when they have ended. */
export function createCallbacks({ pace, safetyNetMs, hinted, missed }: CallbacksPorts): Callbacks {
  if (safetyNetMs === null) {
    return { pollMs: pace, poll: { pollMs: pace, hinted: async () => false, callbackMissed() {} } };
  }
  return {
    pollMs: thinned(pace, safetyNetMs),
    poll: { pollMs: pace, hinted, callbackMissed: missed },
  };
}

/** The first look comes at the usual time: the provider may have told of a task before we knew that it is ours. */
function thinned(pace: Delays["pollMs"], safetyNetMs: number): Delays["pollMs"] {
  return (running, now) => {
    const usualMs = pace(running, now);
    return running.task.polls === 0 ? usualMs : Math.max(usualMs, safetyNetMs);
  };
}
