import type { Generation } from "../../generation/generation.ts";
import type { Keys } from "../keys.ts";
import { indexesOf } from "../script-arguments.ts";

/** The keys that hold a generation: its record, its events, its webhook messages. */
export function keysOfRecord(keys: Keys, id: string): readonly string[] {
  return [
    keys.generation(id),
    keys.events(id),
    keys.eventStream(id),
    keys.messages(id),
    keys.deliveries(id),
  ];
}

/**
 * The indexes that may show an ended generation, except `finished` and `deleted`.
 *
 * @param generation null if its record is gone
 */
export function indexesOfEnded(keys: Keys, generation: Generation | null): readonly string[] {
  const lists = [
    keys.unarchived,
    keys.lostResults,
    keys.undelivered("failed"),
    keys.undelivered("pending"),
  ];
  if (generation === null) return lists;
  return [
    ...lists,
    ...indexesOf(keys, generation),
    ...indexesOf(keys, generation, generation.tenant),
    ...keys.earlierIndexes(generation.request.model),
  ];
}
