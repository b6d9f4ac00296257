import type { Redis } from "ioredis";

import type { Keys } from "./keys.ts";

/** The connection, the keys and the clock of the store. */
export interface StorePorts {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly now: () => number;
  /**
   * Resolves when the write that gave this key its revision is durable, and with `record`, if the
   * key still holds it. @throws if it is not.
   */
  readonly confirm: (key: string, revision: number, record?: string) => Promise<void>;
}
