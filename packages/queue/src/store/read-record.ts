import type { Generation, Status } from "../generation/generation.ts";
import { generationSchema } from "../generation/generation.ts";
import type { StorePorts } from "./store-ports.ts";

/** @throws if the record is not a generation that this version can read. */
export async function readRecord(
  { redis, keys }: Pick<StorePorts, "redis" | "keys">,
  id: string,
): Promise<Generation | null> {
  const json = await redis.hget(keys.generation(id), "record");
  if (json === null) return null;
  try {
    return generationSchema.parse(JSON.parse(json));
  } catch (cause) {
    throw new Error(`the record of ${id} in Redis is not a generation`, { cause });
  }
}

/** Which records to list. */
export interface RecordFilter {
  readonly status?: Status | undefined;
  readonly model?: string | undefined;
  readonly limit: number;
  /** The id of the last generation on the page before. */
  readonly after?: string | undefined;
}

/** Newest first. */
export async function listRecords(
  ports: Pick<StorePorts, "redis" | "keys">,
  { limit, after, ...filter }: RecordFilter,
): Promise<readonly Generation[]> {
  const index = ports.keys.index(filter);
  const newest = after === undefined ? "+" : `(${after}`;
  const ids = await ports.redis.zrange(index, newest, "-", "BYLEX", "REV", "LIMIT", 0, limit);
  // A record that a newer version wrote must not hide the others. Reading it by its id throws.
  const found = await Promise.all(ids.map((id) => readRecord(ports, id).catch(() => null)));
  return found.filter((generation) => generation !== null);
}
