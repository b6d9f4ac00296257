import type { Redis } from "ioredis";
import { z } from "zod";

import type { Keys } from "../store/keys.ts";

const auditEntry = z.object({
  /** Epoch milliseconds. */
  at: z.number(),
  /** The name of the user, or how the caller authenticated. */
  actor: z.string(),
  /** The requested change, such as `tenant-disabled`. */
  action: z.string(),
  /** What it was about, such as a queue or a tenant; null for everything. */
  target: z.string().nullable(),
  /** The settings that it changes, before and after; null where there is no more to say. */
  changes: z.string().nullable().default(null),
  allowed: z.boolean(),
});

/** A write that a person asked for. It has no content of requests and no secret (G7). */
export type AuditEntry = Readonly<z.output<typeof auditEntry>>;

/** Who changed what, and when. */
export interface AuditLog {
  /** To be awaited before the write, so that none is missing. */
  record(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  list(offset: number, limit: number): Promise<readonly AuditEntry[]>;
}

/** Older entries are dropped; the log of the process has them, too. */
const MOST_ENTRIES = 10_000;

export function createAuditLog(redis: Redis, { audit }: Keys): AuditLog {
  return {
    async record(entry) {
      const answers = await redis
        .multi()
        .lpush(audit, JSON.stringify(entry))
        .ltrim(audit, 0, MOST_ENTRIES - 1)
        .exec();
      const error = answers?.find(([failed]) => failed !== null)?.[0];
      if (error) throw error;
    },
    async list(offset, limit) {
      const texts = await redis.lrange(audit, offset, offset + limit - 1);
      return texts.flatMap(readEntry);
    },
  };
}

/** A newer version may write another shape. */
function readEntry(text: string): AuditEntry[] {
  const read = auditEntry.safeParse(JSON.parse(text));
  return read.success ? [read.data] : [];
}
