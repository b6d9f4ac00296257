import { styleText } from "node:util";

import { readOptions } from "@dashqueue/service/command-line";
import { startRedis } from "@dashqueue/testing";
import ora from "ora";

import { spread } from "./durations.ts";
import type { Figures } from "./figures.ts";
import { run } from "./run.ts";

const FIXED: Way = { polls: "every 15 s", env: { POLL_MIN_MS: "15000", POLL_MAX_MS: "15000" } };
const DEFAULTS: Way = { polls: "dashqueue", env: {} };
const FEED_AHEAD: Way = { polls: "dashqueue, feeds 1 ahead", env: { DASHSCOPE_FEED_AHEAD: "1" } };
const SEED = 7;

interface Way {
  readonly polls: string;
  /** Of the worker. */
  readonly env: Readonly<Record<string, string>>;
}

interface Work {
  readonly title: string;
  readonly tasks: number;
  readonly seconds: number;
  readonly sigma: number;
  readonly slots: number;
  /** The first one is what every team writes first. */
  readonly ways: readonly Way[];
}

const FEW: readonly Work[] = [
  atOnce(20, 20, 0.3),
  atOnce(20, 20, 0.8),
  atOnce(20, 120, 0.3),
  inTwoSlots(20, 20),
  inTwoSlots(10, 60),
];
const MANY: readonly Work[] = [atOnce(2_000, 120, 0.3)];

function atOnce(tasks: number, seconds: number, sigma: number): Work {
  const title = `${tasks} tasks of ${seconds} s at once, sigma ${sigma}`;
  return { title, tasks, seconds, sigma, slots: tasks, ways: [FIXED, DEFAULTS] };
}

function inTwoSlots(tasks: number, seconds: number): Work {
  const title = `${tasks} tasks of ${seconds} s, 2 slots, sigma 0.3`;
  const ways = [FIXED, DEFAULTS, FEED_AHEAD];
  return { title, tasks, seconds, sigma: 0.3, slots: 2, ways };
}

readOptions({
  usage: "npm run bench",
  about: "Measures how soon results are found, beside a loop that asks every 15 s: 15 minutes.",
  options: {},
});
await using redis = await startRedis({ appendOnly: true });
const spinner = ora().start();
const ended = new Map<string, number>();
const all = [...FEW, ...MANY].reduce((sum, { tasks, ways }) => sum + tasks * ways.length, 0);
const onProgress = (name: string) => (count: number) => {
  ended.set(name, count);
  const total = [...ended.values()].reduce((sum, one) => sum + one, 0);
  spinner.text = `${total} of ${all} tasks have ended; this takes about 15 minutes`;
};

/** All ways of all works run at the same time, on the same Redis, and so share the machine. */
async function runAll(works: readonly Work[]): Promise<Row[]> {
  const runs = works.flatMap((work) => work.ways.map((way) => ({ work, way })));
  return await Promise.all(
    runs.map(async ({ work: { title, tasks, seconds, sigma, slots }, way: { polls, env } }) => {
      const name = `${title}, ${polls}`.replaceAll(/[^a-z0-9]+/g, "-");
      const durationsMs = spread(1_000 * seconds, sigma, tasks, SEED);
      const given = { durationsMs, slots, env, redisUrl: redis.url, name };
      return { title, polls, figures: await run(given, onProgress(name)) };
    }),
  );
}

const rows = [...(await runAll(FEW)), ...(await runAll(MANY))];
spinner.stop();
const cells = ["work", "polls", "mean lag", "p95 lag", "queries per task", "slots used"];
const table = [
  cells,
  cells.map((_, column) => (column < 2 ? "---" : "---:")),
  ...rows.map(cellsOf),
];
console.log(table.map((row) => `| ${row.join(" | ")} |`).join("\n"));
console.log(styleText("dim", `\nlog-normal durations around these medians, seed ${SEED}`));

interface Row {
  readonly title: string;
  readonly polls: string;
  readonly figures: Figures;
}

function cellsOf({ title, polls, figures }: Row): string[] {
  const { meanLagMs, p95LagMs, queriesPerTask, slotUse } = figures;
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  const percent = slotUse === null ? "" : `${(100 * slotUse).toFixed(1)} %`;
  return [title, polls, seconds(meanLagMs), seconds(p95LagMs), queriesPerTask.toFixed(1), percent];
}
