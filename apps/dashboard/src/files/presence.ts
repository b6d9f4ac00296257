import { setTimeout as delay } from "node:timers/promises";

import type { Archive } from "@dashqueue/archive";
import type { Generation } from "@dashqueue/queue/internal";

/**
 * Whether the archive still has a file of a record, in its size. `unknown`: the archive does not
 * respond.
 */
export type Presence = "present" | "missing" | "unknown";

export interface PresencePorts {
  readonly archive: Pick<Archive, "stat">;
  readonly onError: (error: unknown) => void;
  /** The longest time to wait for the archive. */
  readonly limitMs: number;
}

/** Asks the archive for every file of a record; returns what it says by the name of the file. */
export async function findPresences(
  generation: Generation,
  { archive, onError, limitMs }: PresencePorts,
): Promise<ReadonlyMap<string, Presence>> {
  const files = "files" in generation ? generation.files : [];
  const found = new Map<string, Presence>();
  const asked = files.map(async ({ name, bytes }) => {
    try {
      const facts = await archive.stat(`${generation.id}/${name}`);
      found.set(name, facts?.bytes === bytes ? "present" : "missing");
    } catch (error) {
      onError(error);
    }
  });
  const limit = new AbortController();
  await Promise.race([
    Promise.all(asked),
    delay(limitMs, undefined, { signal: limit.signal }).catch(() => {}),
  ]);
  limit.abort();
  return new Map(files.map(({ name }) => [name, found.get(name) ?? "unknown"]));
}
