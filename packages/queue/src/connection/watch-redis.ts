import type { Redis } from "ioredis";

import type { ServerReport } from "./check-server.ts";
import { checkServer } from "./check-server.ts";
import type { Confirmation } from "./confirm-writes.ts";
import { createConfirmation } from "./confirm-writes.ts";
import type { Durability } from "./durability.ts";

export interface RedisWatch extends Confirmation {
  /** Rejects if the first check finds that Redis would lose data, or lacks the URL's database. */
  readonly checked: Promise<void>;
}

export interface RedisWatchOptions {
  readonly durability: Durability;
  /** Opens another connection to the same Redis. */
  open(): Redis;
  /** A key to write to. */
  readonly key: string;
  readonly report: ServerReport;
}

/** Checks the server of a connection again and again, and confirms writes as it needs it. */
export function watchRedis(
  redis: Redis,
  { durability, open, key, report }: RedisWatchOptions,
): RedisWatch {
  const check = checkServer(redis, durability, report);
  const openQuietly = () => open().on("error", () => {});
  const confirmation = createConfirmation({ decision: check.decision, open: openQuietly, key });
  return {
    ...confirmation,
    checked: check.first,
    close() {
      check.close();
      confirmation.close();
    },
  };
}
