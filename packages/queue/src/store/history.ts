import type { GenerationEvent } from "../generation/event.ts";
import { acceptedEvent, isLater, readEvent } from "../generation/event.ts";
import { unpackRecord } from "../generation/packed-record.ts";
import { recordOf } from "./read-record.ts";
import type { StorePorts } from "./store-ports.ts";

/**
 * Reads the events of a generation after this one, oldest first; by default all of them.
 *
 * The first event, `0-1`, follows from the record: most generations wait and have no other. The
 * next ones, `0-2` and so on, are a list. If an earlier version began a stream, whose ids are
 * times, it holds all later events.
 */
export async function readHistory(
  { redis, keys }: Pick<StorePorts, "redis" | "keys">,
  id: string,
  after = "0-0",
): Promise<readonly GenerationEvent[]> {
  const [time = 0, position = 0] = after.split("-").map(Number);
  const answers = await redis
    .multi()
    .hget(keys.generation(id), "record")
    .lrange(keys.events(id), Math.max(0, position - 1), -1)
    .xrange(keys.eventStream(id), `(${after}`, "+")
    .exec();
  const [json, listed, entries] = (answers ?? []).map(([error, answer]) => {
    if (error !== null) throw error;
    return answer;
  }) as [string | null, string[], [string, string[]][]];
  if (json === null)
    return packedEvents(await redis.hgetBuffer(keys.generation(id), "packed"), after);
  const generation = recordOf(id, json);
  const streamed = entries.map(([id, [, event = ""]]) => readEvent(event, id));
  if (time > 0) return streamed;
  const first = acceptedEvent(generation);
  const isFirst = position === 0 && streamed[0]?.name !== first.name;
  return [
    ...(isFirst ? [{ ...first, id: "0-1" }] : []),
    ...listed.map((event, index) => readEvent(event, `0-${Math.max(1, position) + 1 + index}`)),
    ...streamed,
  ];
}

function packedEvents(packed: Buffer | null, after: string): readonly GenerationEvent[] {
  if (packed === null) return [];
  return unpackRecord(packed).events.filter(({ id }) => isLater(id, after));
}
