import { encodeTime } from "ulid";

import type { Generation, Status } from "../generation/generation.ts";
import { generationSchema } from "../generation/generation.ts";
import { unpackRecord } from "../generation/packed-record.ts";
import { STATUSES } from "../generation/status.ts";
import { DEFAULT_TENANT } from "../generation/tenant-id.ts";
import type { Keys } from "./keys.ts";
import { readScript, runScript } from "./script.ts";
import type { StorePorts } from "./store-ports.ts";

const PAGE = readScript("page");

/** @throws if the record is not a generation that this version can read. */
export async function readRecord(
  { redis, keys }: ReadPorts,
  id: string,
): Promise<Generation | null> {
  const key = keys.generation(id);
  const [json = null, delivery = null] = await redis.hmget(key, "record", "delivery");
  if (json !== null) return recordOf(id, json, delivery);
  const packed = await redis.hgetBuffer(key, "packed");
  return packed === null ? null : checked(id, () => unpackRecord(packed).record, delivery);
}

/**
 * @param delivery what became of its webhook
 * @throws if the record is not a generation that this version can read.
 */
export function recordOf(id: string, json: string, delivery: string | null = null): Generation {
  return checked(id, () => JSON.parse(json), delivery);
}

/** A newer version wrote the record. */
class UnreadableRecordError extends Error {}

function checked(id: string, record: () => unknown, delivery: string | null): Generation {
  try {
    const stored = record() as object;
    return generationSchema.parse(
      delivery === null ? stored : { ...stored, delivery: JSON.parse(delivery) as unknown },
    );
  } catch (cause) {
    throw new UnreadableRecordError(`the record of ${id} in Redis is not a generation`, { cause });
  }
}

/** Which generations: all of them, or those of some statuses, of a model, of a tenant. */
export interface RecordFilter {
  readonly status?: Status | readonly Status[] | undefined;
  readonly model?: string | undefined;
  /** By default those of all tenants. */
  readonly tenant?: string | undefined;
}

/** The same, or those whose message about the end was not delivered. */
export interface IndexFilter extends RecordFilter {
  /**
   * `failed`: it was given up. `pending`: an attempt failed or was put off, and another one
   * follows. No index knows more of these, so their records have to be read.
   */
  readonly webhook?: "failed" | "pending" | undefined;
}

/** A page of a list that is read from the newest generation on. */
export interface NextPage extends RecordFilter {
  readonly limit: number;
  /** The id of the last generation on the page before. */
  readonly after?: string | undefined;
  /** Only those that were accepted before this time, epoch milliseconds. */
  readonly acceptedBefore?: number | undefined;
}

/** A page of a list with a number. */
export interface NumberedPage extends RecordFilter {
  /** When the generations were accepted, epoch milliseconds, both included. */
  readonly from: number;
  readonly to: number;
  readonly offset: number;
  readonly limit: number;
}

export interface RecordPage {
  /** The number of generations on all pages. */
  readonly total: number;
  /** Newest first. */
  readonly generations: readonly Generation[];
}

type ReadPorts = Pick<StorePorts, "redis" | "keys">;

/** Newest first. Fewer than `limit` are the last ones. */
export async function listRecords(
  ports: ReadPorts,
  page: NextPage,
): Promise<readonly Generation[]> {
  const found: Generation[] = [];
  let { after } = page;
  while (found.length < page.limit) {
    const limit = page.limit - found.length;
    const ids = await listIds(ports, { ...page, after, limit });
    found.push(...(await readableRecords(ports, ids)));
    if (ids.length < limit) break;
    after = ids.at(-1);
  }
  return found;
}

/** Newest first. Fewer than `limit` are the last ones. */
export async function listIds(
  ports: ReadPorts,
  { limit, after, acceptedBefore, ...filter }: NextPage,
): Promise<readonly string[]> {
  const bound = after ?? (acceptedBefore === undefined ? undefined : idAt(acceptedBefore));
  const newest = bound === undefined ? "+" : `(${bound}`;
  return (await pageOf(ports, filter, ["-", newest], 0, limit)).ids;
}

/** Takes about as long for any page of any number of generations. */
export async function pageOfRecords(
  ports: ReadPorts,
  { from, to, offset, limit, ...filter }: NumberedPage,
): Promise<RecordPage> {
  const bounds = [`[${idAt(from)}`, `(${idAt(to + 1)}`] as const;
  const { total, ids } = await pageOf(ports, filter, bounds, offset, limit);
  return { total, generations: await readableRecords(ports, ids) };
}

/** An id begins with the time at which the generation was accepted: it is a ULID. */
export function idAt(time: number): string {
  return `gen_${encodeTime(Math.min(Math.max(0, time), MOST_TIME))}`;
}

/** The last time that a ULID can have. */
const MOST_TIME = 2 ** 48 - 1;

/** The indexes that hold the generations of a filter, each of them once. */
export function indexKeys(
  keys: Keys,
  { webhook, status, model, tenant }: IndexFilter,
): readonly string[] {
  if (webhook !== undefined) return [keys.undelivered(webhook)];
  return [status ?? STATUSES].flat().map((each) => keys.index({ status: each, model, tenant }));
}

/** The ids of a page between two bounds of ZRANGE BYLEX, the newest first. */
export async function pageOf(
  { redis, keys }: ReadPorts,
  filter: IndexFilter,
  bounds: readonly [oldest: string, newest: string],
  offset: number,
  limit: number,
): Promise<{ readonly total: number; readonly ids: readonly string[] }> {
  const { tenant } = filter;
  const isOnlyTenant = tenant === DEFAULT_TENANT && (await redis.exists(keys.tenants)) === 0;
  const indexes = indexKeys(keys, isOnlyTenant ? { ...filter, tenant: undefined } : filter);
  const values = [...indexes, ...bounds, offset, limit];
  const found = await runScript(redis, PAGE, indexes.length, ...values);
  const [total, ...ids] = found as [number, ...string[]];
  return { total, ids };
}

/** A record that a newer version wrote must not hide the others. Reading it by its id throws. */
export async function readableRecords(
  ports: ReadPorts,
  ids: readonly string[],
): Promise<Generation[]> {
  const read = await Promise.all(
    ids.map((id) =>
      readRecord(ports, id).catch((error: unknown) => {
        if (error instanceof UnreadableRecordError) return null;
        throw error;
      }),
    ),
  );
  return read.filter((generation) => generation !== null);
}

/** Those of these generations that are running. */
export async function runningAmong(
  { redis, keys }: ReadPorts,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const scores = await redis.zmscore(keys.index({ status: "running" }), ...ids);
  return new Set(ids.filter((_, index) => scores[index] !== null));
}
