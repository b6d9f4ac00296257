import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

import { waitFor } from "@dashqueue/testing";

import type { AppendOnlyFile } from "./append-only-file.ts";
import { findAppendOnlyFile, lengthOf, repairAppendOnlyFile } from "./append-only-file.ts";
import type { ChaosRedis, ChaosRedisOptions } from "./chaos-redis.ts";
import { startServerBehindProxy } from "./server-behind-proxy.ts";

/** `everysec` syncs once a second: a power cut right before it loses that second. */
const UNSYNCED_MS = 1_000;

/** Enough for the writes in flight of all processes, once the first one has arrived. */
const UNANSWERED_MS = 100;
const FIRST_WRITE_LIMIT_MS = 2_000;

/**
 * A server whose machine loses power: it is killed, and then what was not synced to disk is
 * damaged. SIGKILL alone loses nothing, because the page cache survives.
 *
 * With `appendfsync always`, everything acknowledged is synced. The proxy drops all replies
 * before the length of the file is read, so nobody knows of what is written after it, and a power
 * cut may lose any part of it. With `everysec`, Redis goes on answering for the second that it may
 * lose.
 *
 * @param damage what the power cut does to the file after `from`.
 */
export async function startPowerCut(
  { isUnsafe, random }: ChaosRedisOptions,
  damage: (file: AppendOnlyFile, from: number, random: () => number) => Promise<void>,
): Promise<ChaosRedis> {
  await using stack = new AsyncDisposableStack();
  const directory = await mkdtemp(path.join(tmpdir(), "dashqueue-power-cut-"));
  stack.defer(async () => rm(directory, { recursive: true, force: true }));
  const settings = {
    appendfsync: isUnsafe ? "everysec" : "always",
    // A rewrite would replace the file.
    "auto-aof-rewrite-percentage": "0",
  };
  const redis = stack.use(await startServerBehindProxy({ directory, settings }));
  const { server, proxy } = redis;
  const file = await findAppendOnlyFile(directory);
  const started = stack.move();
  const counts = { "bytes cut": 0, repairs: 0 };

  const killUnsynced = async () => {
    const release = isUnsafe ? () => {} : proxy.dropReplies();
    const synced = await lengthOf(file);
    if (isUnsafe) await setTimeout(UNSYNCED_MS);
    else {
      const isWriting = async () => (await lengthOf(file)) > synced;
      await waitFor(isWriting, { timeoutMs: FIRST_WRITE_LIMIT_MS }).catch(() => {});
      await setTimeout(UNANSWERED_MS);
    }
    await server.kill();
    release();
    return synced;
  };
  const shrink = async (change: () => Promise<void>) => {
    const length = await lengthOf(file);
    await change();
    counts["bytes cut"] += length - (await lengthOf(file));
  };
  const repairAndRestart = async (error: unknown) => {
    if (!String(error).includes("redis-check-aof --fix")) throw error;
    await shrink(async () => repairAppendOnlyFile(file, server.command));
    counts.repairs += 1;
    await server.restart();
  };
  return {
    url: redis.url,
    env: isUnsafe ? { REDIS_DURABILITY: "none" } : {},
    hazards: redis.hazards,
    counts: () => counts,
    async failAndRecover() {
      const synced = await killUnsynced();
      // A negative control loses everything that it may lose.
      const place = isUnsafe ? () => 0 : random;
      await shrink(async () => damage(file, synced, place));
      await server.restart().catch(repairAndRestart);
    },
    [Symbol.asyncDispose]: async () => started.disposeAsync(),
  };
}
