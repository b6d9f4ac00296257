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
  /** One, or any of several. */
  readonly status?: Status | readonly Status[] | undefined;
  readonly model?: string | undefined;
  readonly limit: number;
  /** The id of the last generation on the page before. */
  readonly after?: string | undefined;
}

/** Newest first. Fewer than `limit` are the last ones. */
export async function listRecords(
  ports: Pick<StorePorts, "redis" | "keys">,
  { limit, after, status, model }: RecordFilter,
): Promise<readonly Generation[]> {
  const indexes = [status].flat().map((one) => ports.keys.index({ status: one, model }));
  const found: Generation[] = [];
  let last = after;
  while (found.length < limit) {
    const [newest, missing] = [last === undefined ? "+" : `(${last}`, limit - found.length];
    const pages = indexes.map((index) =>
      ports.redis.zrange(index, newest, "-", "BYLEX", "REV", "LIMIT", 0, missing),
    );
    // One that changes its status in between may be found twice.
    const newestFirst = [...new Set((await Promise.all(pages)).flat())].toSorted().toReversed();
    const ids = newestFirst.slice(0, missing);
    // A record that a newer version wrote must not hide the others. Reading it by its id throws.
    const read = await Promise.all(ids.map((id) => readRecord(ports, id).catch(() => null)));
    found.push(...read.filter((generation) => generation !== null));
    if (ids.length < missing) break;
    last = ids.at(-1);
  }
  return found;
}
