import { styleText } from "node:util";

import { startRedis } from "@dashqueue/testing";
import ora from "ora";

import { spread } from "./durations.ts";
import type { Figures } from "./figures.ts";
import type { BenchRun } from "./run.ts";
import { run } from "./run.ts";

const WAYS = [
  // What every team writes first.
  { way: "every 15 s", env: { POLL_MIN_MS: "15000", POLL_MAX_MS: "15000" } },
  { way: "dashqueue", env: {} },
] as const;
const SIGMA = 0.3;
const SEED = 7;

type Work = Pick<BenchRun, "durationsMs" | "slots" | "submitsPerSecond"> & {
  readonly title: string;
};

const WORKS: readonly Work[] = [
  workOf("20 tasks of 20 s at once", 20, 20, 20),
  workOf("20 tasks of 120 s at once", 20, 120, 20),
  workOf("20 tasks of 20 s, 2 slots", 20, 20, 2),
  workOf("10 tasks of 60 s, 2 slots", 10, 60, 2),
];

function workOf(title: string, tasks: number, seconds: number, slots: number): Work {
  const durationsMs = spread(1_000 * seconds, SIGMA, tasks, SEED);
  return { title, durationsMs, slots, submitsPerSecond: 10 };
}

await using redis = await startRedis({ appendOnly: true });
const spinner = ora().start();
const ended = new Map<string, number>();
const all = WORKS.reduce((sum, { durationsMs }) => sum + 2 * durationsMs.length, 0);
const onProgress = (name: string) => (count: number) => {
  ended.set(name, count);
  const total = [...ended.values()].reduce((sum, one) => sum + one, 0);
  spinner.text = `${total} of ${all} tasks have ended; this takes about 7 minutes`;
};

/** Both ways of each work run at the same time, on the same Redis, and so share the machine. */
const rows = await Promise.all(
  WORKS.flatMap((work, index) =>
    WAYS.map(async ({ way, env }) => {
      const name = `${index}-${way.replaceAll(" ", "-")}`;
      const given = { ...work, env, redisUrl: redis.url, name };
      return { title: work.title, way, figures: await run(given, onProgress(name)) };
    }),
  ),
);
spinner.stop();
const cells = ["work", "polls", "mean lag", "p95 lag", "queries per task", "slots used"];
const table = [
  cells,
  cells.map((_, column) => (column < 2 ? "---" : "---:")),
  ...rows.map(cellsOf),
];
console.log(table.map((row) => `| ${row.join(" | ")} |`).join("\n"));
console.log(styleText("dim", `\nlog-normal durations with a sigma of ${SIGMA}, seed ${SEED}`));

interface Row {
  readonly title: string;
  readonly way: string;
  readonly figures: Figures;
}

function cellsOf({ title, way, figures }: Row): string[] {
  const { meanLagMs, p95LagMs, queriesPerTask, slotUse } = figures;
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  const percent = slotUse === null ? "" : `${(100 * slotUse).toFixed(1)} %`;
  return [title, way, seconds(meanLagMs), seconds(p95LagMs), queriesPerTask.toFixed(1), percent];
}
