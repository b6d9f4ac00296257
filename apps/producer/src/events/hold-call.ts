import type { Generation } from "@dashqueue/queue/internal";
import { disconnectSignal } from "@dashqueue/service";
import type { Request, Response } from "express";

import type { QueueOf } from "../auth/queue-of.ts";
import type { UntilEndedPorts } from "./until-ended.ts";
import { untilEnded } from "./until-ended.ts";

export interface HoldPorts extends Pick<UntilEndedPorts, "changes"> {
  readonly queueOf: QueueOf<"get">;
  /** The number of calls that wait. */
  readonly heldCalls: { inc(): void; dec(): void };
  /** Ends all calls. Their clients repeat them at another replica, or here after a restart. */
  readonly closing: AbortSignal;
}

export interface Held {
  /** The last state of the generation. */
  readonly last: Generation;
  /** Whether the client has disconnected. The generation continues (G9). */
  readonly isAbandoned: boolean;
}

/**
 * Holds a call until its generation has ended, and returns its last state: not an ended one if the
 * time has passed, the client has disconnected or the process shuts down.
 */
export async function holdCall(
  { queueOf, changes, heldCalls, closing }: HoldPorts,
  request: Request,
  response: Response,
  generation: Generation,
  waitMs: number,
): Promise<Held> {
  const disconnected = disconnectSignal(response);
  const signal = AbortSignal.any([disconnected, closing, AbortSignal.timeout(waitMs)]);
  heldCalls.inc();
  try {
    const last = await untilEnded({ store: queueOf(request), changes }, generation, signal);
    return { last, isAbandoned: disconnected.aborted };
  } finally {
    heldCalls.dec();
  }
}
