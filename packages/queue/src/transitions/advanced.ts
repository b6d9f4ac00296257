import type { EventName } from "../generation/event.ts";
import type { Generation } from "../generation/generation.ts";

/** What a change makes of a record. */
export type Advanced =
  | {
      readonly kind: "advanced";
      readonly generation: Generation;
      /** Null for a change that is not worth an event. */
      readonly event: EventName | null;
      /** The person who decided it. */
      readonly by?: string;
    }
  /** The change is late, repeated, or does not concern this record. */
  | { readonly kind: "ignored"; readonly reason: string };

export function advanced(
  generation: Generation,
  event: EventName | null,
): Extract<Advanced, { kind: "advanced" }> {
  return { kind: "advanced", generation, event };
}

export function ignored(reason: string): Advanced {
  return { kind: "ignored", reason };
}

/** The same with the person who asked for it; without one, no history names any. */
export function byPerson(change: Advanced, by: string | undefined): Advanced {
  return change.kind === "ignored" || by === undefined ? change : { ...change, by };
}
