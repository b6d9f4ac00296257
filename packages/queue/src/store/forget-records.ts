import type { StorePorts } from "./store-ports.ts";
import { readRecord } from "./read-record.ts";
import { readScript } from "./script.ts";
import { indexesOf, tasksOf } from "./script-arguments.ts";

const FORGET = readScript("forget");

/** Deletes terminal generations that ended before this time, at most `limit`. Returns how many. */
export async function forgetRecords(
  ports: StorePorts,
  endedBefore: number,
  limit: number,
): Promise<number> {
  const { redis, keys } = ports;
  const before = `(${endedBefore}`;
  const ids = await redis.zrange(keys.finished, "-inf", before, "BYSCORE", "LIMIT", 0, limit);
  for (const id of ids) await forgetRecord(ports, id);
  return ids.length;
}

async function forgetRecord(ports: StorePorts, id: string): Promise<void> {
  const { redis, keys } = ports;
  const generation = await readRecord(ports, id);
  const indexes = generation === null ? [] : indexesOf(generation);
  const names = [
    keys.generation(id),
    keys.events(id),
    keys.tasks,
    keys.finished,
    ...indexes.map((filter) => keys.index(filter)),
  ];
  const tasks = generation === null ? [] : tasksOf(generation);
  await redis.eval(FORGET, names.length, ...names, id, ...tasks);
}
