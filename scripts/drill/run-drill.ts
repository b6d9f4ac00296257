import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { startSimulator } from "@dashqueue/simulator";
import { startRedis } from "@dashqueue/testing";

import { count } from "../chaos/count.ts";
import { environmentOf } from "../chaos/environment.ts";
import { createCallers } from "./callers.ts";
import { checkOut } from "./earlier-version.ts";
import { startFleet } from "./fleet.ts";
import { stepsOf } from "./steps.ts";
import type { DrillResult } from "./verdict.ts";

export interface DrillOptions {
  /** The commit of the earlier version. */
  readonly from: string;
  /** How many generations are submitted before each step, and after the last one. */
  readonly perStep: number;
  /** Whether the producer is the last to be updated, and the first to be rolled back. */
  readonly workersFirst: boolean;
}

const ROOT = path.resolve(import.meta.dirname, "../..");
const LIMIT = { submitsPerSecond: 20, maxInFlight: 2 };

/** Updates a fleet under load and rolls it back, and counts what was paid and could be read. */
export async function runDrill(
  options: DrillOptions,
  onProgress: (text: string) => void,
): Promise<DrillResult> {
  await using stack = new AsyncDisposableStack();
  onProgress(`installing ${options.from}`);
  const earlier = stack.use(await checkOut(ROOT, options.from));
  const archive = await mkdtemp(path.join(tmpdir(), "dashqueue-drill-archive-"));
  stack.defer(() => rm(archive, { recursive: true, force: true }));
  const redis = stack.use(
    await startRedis({ appendOnly: true, settings: { appendfsync: "always" } }),
  );
  const simulator = stack.use(
    await startSimulator({ limits: { "*": LIMIT }, pendingMs: 100, runningMs: 900 }),
  );
  const limits = { "wan2.1-vace-plus": LIMIT };
  const env = {
    ...environmentOf({ redisUrl: redis.url, simulator, archive, limits }),
    POLL_MIN_MS: "200",
    POLL_MAX_MS: "500",
  };
  const fleet = stack.use(await startFleet(earlier.folder, env));
  const callers = createCallers(fleet.producerUrl, simulator);
  const unread: (readonly [string, number])[] = [];
  for (const { title, index, to, how } of stepsOf(options.workersFirst)) {
    await callers.submit(options.perStep);
    // Some wait and some run while the process is replaced.
    await callers.untilOpen(Math.ceil(options.perStep / 2));
    onProgress(title);
    await fleet.replace(index, to === "this" ? ROOT : earlier.folder, how);
    unread.push([title, await callers.unread()]);
  }
  onProgress("waiting for the last generations");
  await callers.submit(options.perStep);
  await callers.untilOpen(0);
  const repeats = await callers.repeatAll();
  await callers.untilOpen(0);
  const counts = count(await callers.views(), simulator, LIMIT.maxInFlight);
  return { ...counts, ...repeats, unread: [...unread, ["all have ended", counts.lost]] };
}
