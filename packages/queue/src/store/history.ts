import type { GenerationEvent } from "../generation/event.ts";
import { acceptedEvent, isLater, readEvent } from "../generation/event.ts";
import type { Generation } from "../generation/generation.ts";
import { unpackRecord } from "../generation/packed-record.ts";
import { readRecord, recordOf } from "./read-record.ts";
import { runScript, scriptOf } from "./script.ts";
import type { StorePorts } from "./store-ports.ts";

type ReadPorts = Pick<StorePorts, "redis" | "keys">;

/** What Redis holds of a generation. */
export interface Held {
  readonly generation: Generation;
  /** All of them, oldest first. */
  readonly events: readonly GenerationEvent[];
  /** The text of the record; null once it is packed. */
  readonly json: string | null;
}

/** Reads a generation with its events; null if there is none. */
export async function readHeld(ports: ReadPorts, id: string): Promise<Held | null> {
  const stored = await readStored(ports, id, BEFORE_ALL);
  const { json } = stored;
  if (json !== null) {
    const generation = recordOf(id, json, stored.delivery);
    return { generation, events: eventsOf(generation, stored, BEFORE_ALL), json };
  }
  const generation = await readRecord(ports, id);
  return generation && { generation, events: await readHistory(ports, id), json: null };
}

const BEFORE_ALL = "0-0";

/**
 * Reads the events of a generation after this one, oldest first; by default all of them.
 *
 * The first event, `0-1`, follows from the record: most generations wait and have no other. The
 * next ones, `0-2` and so on, are a list. If an earlier version began a stream, whose ids are
 * times, it holds all later events.
 */
export async function readHistory(
  ports: ReadPorts,
  id: string,
  after = BEFORE_ALL,
): Promise<readonly GenerationEvent[]> {
  const stored = await readStored(ports, id, after);
  if (stored.json !== null) return eventsOf(recordOf(id, stored.json), stored, after);
  return packedEvents(await ports.redis.hgetBuffer(ports.keys.generation(id), "packed"), after);
}

/** A record, what became of its webhook, and its later events in both forms. */
interface Stored {
  readonly json: string | null;
  readonly delivery: string | null;
  readonly listed: readonly string[];
  readonly entries: readonly (readonly [id: string, fields: readonly string[]])[];
}

// In one step: between two, the record could be packed with its events.
const READ = scriptOf(`local held = redis.call("HMGET", KEYS[1], "record", "delivery")
return {
  held[1], held[2],
  redis.call("LRANGE", KEYS[2], ARGV[1], -1),
  redis.call("XRANGE", KEYS[3], ARGV[2], "+")
}`);

async function readStored({ redis, keys }: ReadPorts, id: string, after: string): Promise<Stored> {
  const [, position = 0] = after.split("-").map(Number);
  const names = [keys.generation(id), keys.events(id), keys.eventStream(id)];
  const from = [Math.max(0, position - 1), `(${after}`];
  const answer = await runScript(redis, READ, names.length, ...names, ...from);
  const [json, delivery, listed, entries] = answer as [
    Stored["json"],
    Stored["delivery"],
    Stored["listed"],
    Stored["entries"],
  ];
  return { json, delivery, listed, entries };
}

function eventsOf(
  generation: Generation,
  { listed, entries }: Stored,
  after: string,
): readonly GenerationEvent[] {
  const [time = 0, position = 0] = after.split("-").map(Number);
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
