import type { Generation } from "../api/operations.generated.ts";
import type { Caller, CallOptions } from "../calls/call.ts";
import { pollUntil } from "../calls/poll-until.ts";
import { DashqueueError } from "../http/dashqueue-error.ts";
import type { FollowOptions, GenerationEvent } from "./follow.ts";
import { follow } from "./follow.ts";

/** How far a generation is. */
export interface Progress {
  readonly status: Generation["status"];
  /** The step that was taken; null if its status was asked for instead. */
  readonly event: GenerationEvent | null;
}

export interface WaitOptions extends Omit<FollowOptions, "after"> {
  /** Called for every step. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** How often the status is asked for where events do not arrive. */
  readonly pollMs?: number | undefined;
}

/**
 * Waits until a generation has ended, and returns it: `succeeded`, `failed` or `canceled`. Where
 * events do not arrive, it asks for the status instead. A signal that aborts ends only the wait.
 */
export async function waitForEnd(
  caller: Caller,
  id: string,
  options: WaitOptions = {},
): Promise<Generation> {
  try {
    return await watchEvents(caller, id, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof DashqueueError) || error.kind === "refused") throw error;
    return pollUntilEnd(caller, id, options);
  }
}

async function watchEvents(caller: Caller, id: string, options: WaitOptions): Promise<Generation> {
  for await (const event of follow(caller, id, options)) {
    if (event.event === "generation") return event.generation;
    options.onProgress?.({ status: event.status, event });
  }
  return read(caller, id, options);
}

async function pollUntilEnd(
  caller: Caller,
  id: string,
  { onProgress, pollMs, signal, timeoutMs }: WaitOptions,
): Promise<Generation> {
  let known: Generation["status"] | null = null;
  return pollUntil((options) => read(caller, id, options), hasEnded, {
    pollMs,
    signal,
    timeoutMs,
    onProgress({ status }) {
      if (status !== known) onProgress?.({ status, event: null });
      known = status;
    },
  });
}

function read({ call }: Caller, id: string, options: CallOptions): Promise<Generation> {
  return call("getGeneration", { path: { id } }, options);
}

/** Whether a generation has ended: its status never changes again. */
export function hasEnded({ status }: Pick<Generation, "status">): boolean {
  return status === "succeeded" || status === "failed" || status === "canceled";
}
