import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { connectPatiently, createKeys } from "@dashqueue/queue/internal";
import { startRedis } from "@dashqueue/testing";

import { countWrites } from "./append-only-writes.ts";
import type { Memory } from "./redis-memory.ts";
import { fieldOf, memoryOf, PREFIX } from "./redis-memory.ts";

/** What processes made Redis do. */
export interface Work {
  /** Commands inside scripts included. */
  readonly commands: number;
  /** Transactions in the append-only file. */
  readonly writes: number;
  readonly bytesWritten: number;
}

export interface MeasuredRedis extends AsyncDisposable {
  readonly url: string;
  readonly memory: () => Promise<Memory>;
  /** How many generations have ended. */
  readonly ended: () => Promise<number>;
  /** Since Redis started. */
  readonly work: () => Promise<Work>;
  /** The same without reading the file, and how long Redis has computed. */
  readonly load: () => Promise<{ readonly commands: number; readonly redisCpuMs: number }>;
}

/** Starts an empty Redis with an append-only file. */
export async function startMeasuredRedis(): Promise<MeasuredRedis> {
  await using stack = new AsyncDisposableStack();
  const directory = await mkdtemp(path.join(tmpdir(), "dashqueue-capacity-"));
  stack.defer(async () => rm(directory, { recursive: true, force: true }));
  // The file is read whole, so it must not be rewritten.
  const settings = { "auto-aof-rewrite-percentage": "0" };
  const { url } = stack.use(await startRedis({ directory, appendOnly: true, settings }));
  const connection = connectPatiently(url, PREFIX);
  stack.defer(() => connection.disconnect());
  const started = stack.move();
  return {
    url,
    memory: async () => memoryOf(connection),
    ended: async () => connection.zcard(createKeys(PREFIX).finished),
    async work() {
      const names = await readdir(directory, { recursive: true });
      const name = names.find((name) => name.endsWith(".incr.aof")) ?? "appendonly.aof";
      const file = await readFile(path.join(directory, name));
      return {
        commands: Number(fieldOf(await connection.info("stats"), "total_commands_processed")),
        writes: countWrites(file),
        bytesWritten: file.length,
      };
    },
    async load() {
      const [stats, cpu] = [await connection.info("stats"), await connection.info("cpu")];
      const seconds = ["used_cpu_user", "used_cpu_sys"].map((name) => Number(fieldOf(cpu, name)));
      return {
        commands: Number(fieldOf(stats, "total_commands_processed")),
        redisCpuMs: seconds.reduce((sum, each) => sum + each * 1_000, 0),
      };
    },
    [Symbol.asyncDispose]: async () => started.disposeAsync(),
  };
}
