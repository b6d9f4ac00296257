import type { GenerationEvent } from "../generation/event.ts";
import { isLater } from "../generation/event.ts";
import type { Generation } from "../generation/generation.ts";
import type { ReadableArchive } from "./read-archived.ts";
import { readArchived } from "./read-archived.ts";

/** Reads generations and their histories. */
export interface Records {
  /** Null for an unknown id. */
  get(id: string): Promise<Generation | null>;
  /** Oldest first; with `after`, only the events after that one. */
  events(id: string, after?: string): Promise<readonly GenerationEvent[]>;
}

/** Says which generations were deleted: what the archive still has of them is being removed. */
export interface Deleted {
  tombstone(id: string): Promise<object | null>;
}

/** Reads from the archive what Redis has forgotten. An unknown id costs one read of the archive. */
export function withArchived(
  records: Records,
  archive: ReadableArchive,
  deleted: Deleted,
): Records {
  const read = async (id: string) =>
    (await deleted.tombstone(id)) === null ? readArchived(archive, id) : null;
  return {
    get: async (id) => (await records.get(id)) ?? (await read(id))?.generation ?? null,
    async events(id, after) {
      const events = await records.events(id, after);
      if (events.length > 0 || (await records.get(id)) !== null) return events;
      const archived = (await read(id))?.events ?? [];
      return after === undefined ? archived : archived.filter((event) => isLater(event.id, after));
    },
  };
}
