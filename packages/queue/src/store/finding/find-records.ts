import { setImmediate } from "node:timers/promises";

import { idRangeOf } from "../../generation/batch/batch-id.ts";
import type { Generation } from "../../generation/generation.ts";
import { idAt, pageOf, readableRecords } from "../read-record.ts";
import type { StorePorts } from "../store-ports.ts";
import type { RecordQuery } from "./record-query.ts";
import { matches, readsRecords } from "./record-query.ts";

/** A page of what a query finds. */
export interface FindPage extends RecordQuery {
  readonly limit: number;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
}

export interface Found {
  /** Newest first; fewer than `limit`, or none, if many records had to be read for them. */
  readonly generations: readonly Generation[];
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
}

/** The most records that one page reads: a query for a rare word must not delay other requests. */
const MOST_READ = 1_000;
/** Read at once. A record can have a prompt of a million characters. */
const CHUNK = 20;

/**
 * Finds generations in the order of their ids, the newest first. A page continues at an id and not
 * at a number, so a generation that exists during the whole walk is on exactly one page, whatever
 * is added, changed or deleted meanwhile.
 *
 * @param mostRead how many records to read at most
 */
export async function findRecords(
  ports: Pick<StorePorts, "redis" | "keys">,
  { limit, after, ...query }: FindPage,
  mostRead = MOST_READ,
): Promise<Found> {
  const generations: Generation[] = [];
  const [oldest, newest] = boundsOf(query);
  let next = after;
  for (let read = 0; read < mostRead;) {
    // One more than is wanted shows whether there is another page.
    const wanted = limit - generations.length + 1;
    const size = Math.min(readsRecords(query) ? CHUNK : wanted, mostRead - read);
    const from = next === undefined ? newest : lowerOf(newest, `(${next}`);
    const { ids } = await pageOf(ports, query, [oldest, from], 0, size);
    read += ids.length;
    for (const record of await readableRecords(ports, ids)) {
      if (!matches(record, query)) continue;
      if (generations.length === limit)
        return { generations, next: generations.at(-1)?.id ?? null };
      generations.push(record);
    }
    if (ids.length < size) return { generations, next: null };
    await setImmediate();
    next = ids.at(-1);
  }
  return { generations, next: next ?? null };
}

/** The lowest and the highest id, as bounds of ZRANGE BYLEX. */
export function boundsOf(query: RecordQuery): readonly [oldest: string, newest: string] {
  const { createdAfter, createdBefore, batch } = query;
  const [first, last] = batch === undefined ? [undefined, undefined] : idRangeOf(batch);
  const oldest = [
    ...(createdAfter === undefined ? [] : [`[${idAt(createdAfter + 1)}`]),
    ...(first === undefined ? [] : [`[${first}`]),
  ].toSorted();
  const newest = [
    ...(createdBefore === undefined ? [] : [`(${idAt(createdBefore)}`]),
    ...(last === undefined ? [] : [`[${last}`]),
  ];
  return [oldest.at(-1) ?? "-", newest.reduce(lowerOf, "+")];
}

/** Of two upper bounds the lower one. */
function lowerOf(one: string, other: string): string {
  if (one === "+") return other;
  return one.slice(1) < other.slice(1) ? one : other;
}
