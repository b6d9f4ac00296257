import type { Generation } from "../../generation/generation.ts";
import type { Tombstone } from "../../generation/deletion/tombstone.ts";
import { tombstoneSchema } from "../../generation/deletion/tombstone.ts";
import { readScript, runScript } from "../script.ts";
import type { StorePorts } from "../store-ports.ts";
import { indexesOfEnded, keysOfRecord } from "./keys-of-record.ts";

const DELETE = readScript("delete");

/** The generations that a caller has deleted. */
export interface Deletions {
  /**
   * Puts a tombstone in the place of an ended generation: from now on, nothing shows it. Its files
   * are removed next. Durable when the promise resolves. False if the record has changed meanwhile.
   */
  putTombstone(ended: Generation, tombstone: Tombstone): Promise<boolean>;
  /** Null if the generation was not deleted, or that is forgotten. */
  tombstone(id: string): Promise<Tombstone | null>;
  /** The generations that were deleted before this time and whose files may remain. */
  deletedBefore(
    time: number,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<readonly string[]>;
  /** The files of a deleted generation are gone, and nobody writes them any more. */
  filesRemoved(id: string): Promise<void>;
}

export function createDeletions({ redis, keys, confirm }: StorePorts): Deletions {
  return {
    async putTombstone(ended, tombstone) {
      const { id, revision } = ended;
      const names = [
        ...keysOfRecord(keys, id),
        keys.finished,
        keys.deleted,
        ...indexesOfEnded(keys, ended),
      ];
      const values = [id, JSON.stringify(tombstone), revision, Date.parse(tombstone.deleted_at)];
      if ((await runScript(redis, DELETE, names.length, ...names, ...values)) === 0) return false;
      // After a failover, the record may be back: its revision differs from that of the tombstone.
      await confirm(keys.generation(id), revision + 1);
      return true;
    },
    async tombstone(id) {
      const json = await redis.hget(keys.generation(id), "deleted");
      return json === null ? null : tombstoneSchema.parse(JSON.parse(json));
    },
    deletedBefore: (time, { offset, limit }) =>
      redis.zrange(keys.deleted, "-inf", `(${time}`, "BYSCORE", "LIMIT", offset, limit),
    filesRemoved: async (id) => void (await redis.zrem(keys.deleted, id)),
  };
}
