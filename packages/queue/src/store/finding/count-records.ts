import type { IndexFilter } from "../read-record.ts";
import { idAt, indexKeys } from "../read-record.ts";
import type { StorePorts } from "../store-ports.ts";

/** Which generations to count. */
export interface CountFilter extends Omit<IndexFilter, "tenant"> {
  /** Epoch milliseconds. */
  readonly acceptedSince?: number | undefined;
}

export async function countRecords(
  { redis, keys }: Pick<StorePorts, "redis" | "keys">,
  { acceptedSince, ...filter }: CountFilter,
): Promise<number> {
  const counts = indexKeys(keys, filter).map((index) =>
    acceptedSince === undefined
      ? redis.zcard(index)
      : redis.zlexcount(index, `[${idAt(acceptedSince)}`, "+"),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
