import type { MessageName } from "./deliveries.ts";

/**
 * The `webhook-id` of a message: the same for every attempt, so that a receiver recognizes a
 * repeated one. A generation ends once, but may enter another status several times.
 */
export function messageIdOf({ id, revision }: MessageName): string {
  return `msg_${id.replace(/^gen_/, "")}${revision === null ? "" : `_${revision}`}`;
}
