import type { Redis } from "ioredis";

import { waitUntilReady } from "./connect.ts";
import type { DurabilityMode, ServerDecision } from "./durability.ts";

/** Makes sure that Redis keeps a write that must survive (G2, G9). */
export interface Confirmation {
  /**
   * Resolves when the write that gave a record this revision, and every one before it, is durable.
   * With `record`, only if the record is still this one: after a failover, another process may have
   * written the same revision.
   *
   * @throws if it is not, or not in time. It may be later, or be lost.
   */
  confirm(key: string, revision: number, record?: string): Promise<void>;
  /** Resolves to true if a write would be confirmed now. @throws if it would not. */
  works(): Promise<boolean>;
  close(): void;
}

export interface ConfirmationPorts {
  decision(): Promise<ServerDecision>;
  /** Opens a connection of its own: other commands must not wait behind `WAIT`. */
  open(): Redis;
  /** A key that is written before each `WAIT`. */
  readonly key: string;
}

interface Written {
  readonly key: string;
  readonly revision: number;
  readonly record: string | undefined;
}

const WAIT_MS = 1_500;
const LIMIT_MS = 4_000;

/** How to wait for the writes before; null if none needs it. */
const COMMANDS: Readonly<Record<DurabilityMode, readonly [string, ...string[]] | null>> = {
  fsync: null,
  waitaof: ["WAITAOF", "1", "0", String(WAIT_MS)],
  replica: ["WAIT", "1", String(WAIT_MS)],
  unverified: null,
  none: null,
};

/**
 * A replica, and an append-only file, receive the writes of all connections in one order. So a
 * write is durable when a later one of another connection is, on the server that has both. `WAIT`
 * is about the writes of its own connection, so its answer does not count if that connection was
 * replaced in between.
 */
export function createConfirmation({ decision, open, key }: ConfirmationPorts): Confirmation {
  let connection: Redis | null = null;
  let closes = 0;
  let next: Promise<number> | null = null;
  let current: Promise<unknown> = Promise.resolve();

  function connect(): Redis {
    connection ??= open().on("close", () => (closes += 1));
    return connection;
  }

  /** Returns the number of the connection that it used. */
  async function round(command: readonly [string, ...string[]]): Promise<number> {
    const redis = connect();
    await waitUntilReady(redis, WAIT_MS);
    const before = closes;
    const [name, ...values] = command;
    const [, answer] = await Promise.all([redis.set(key, 1), redis.call(name, ...values)]);
    const count = Number(Array.isArray(answer) ? answer[0] : answer);
    if (closes !== before) throw unconfirmed("the connection was lost");
    if (count < 1) throw unconfirmed(MISSING[name] ?? "");
    return before;
  }

  /** Waits for a round that begins after this call; all who wait at the same time share it. */
  function nextRound(command: readonly [string, ...string[]]): Promise<number> {
    next ??= (async () => {
      await current.catch(() => {});
      current = next ?? current;
      next = null;
      return round(command);
    })();
    return next;
  }

  async function confirm(written: Written | null): Promise<void> {
    const decided = await decision();
    if (decided.kind === "refused") throw unconfirmed(decided.message);
    const command = COMMANDS[decided.mode];
    if (command === null) return;
    const used = await nextRound(command);
    if (written === null) return;
    const [revision, record] = await connect().hmget(written.key, "revision", "record");
    if (closes !== used) throw unconfirmed("the connection was lost");
    if (Number(revision ?? -1) < written.revision) throw unconfirmed("a failover lost it");
    if (written.record !== undefined && written.record !== record)
      throw unconfirmed("the record has changed since");
  }

  return {
    confirm: (key, revision, record) => inTime(confirm({ key, revision, record })),
    async works() {
      await inTime(confirm(null));
      return true;
    },
    close: () => connection?.disconnect(),
  };
}

const MISSING: Readonly<Record<string, string>> = {
  WAIT: `no replica received it within ${WAIT_MS} ms`,
  WAITAOF: `it was not synced to disk within ${WAIT_MS} ms`,
};

function unconfirmed(reason: string): Error {
  return new Error(`Redis did not confirm a write: ${reason}`);
}

async function inTime(confirmed: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const fail = () => reject(unconfirmed(`no answer within ${LIMIT_MS} ms`));
    timer = setTimeout(fail, LIMIT_MS).unref();
  });
  try {
    await Promise.race([confirmed, late]);
  } finally {
    clearTimeout(timer);
  }
}
