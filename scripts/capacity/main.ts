import { readOptions, wholeNumberOption } from "@dashqueue/service/command-line";

import type { BacklogCost } from "./backlog.ts";
import { measureBacklog } from "./backlog.ts";
import { lanesBySlots } from "./lanes.ts";
import { measureWaiting, measureWork } from "./measure.ts";
import { backlogTable, lanesTable, memoryTable, workTable } from "./tables.ts";

/** The longest prompt that the model takes. */
const LONG_PROMPT = 800;
const SHORT_PROMPT = 100;
const REGION = "cn-beijing";
const LONG_TASK_MS = 15_000;

const { generations, backlog } = readOptions(
  {
    usage: "npm run bench:capacity -- [options]",
    about: "Measures what one Redis carries, and prints the tables of docs/scaling.md.",
    options: {
      generations: { type: "string", default: "1000", description: "how many are measured" },
      backlog: { type: "string", default: "100000", description: "how many wait at most" },
    },
  },
  (values) => ({
    generations: wholeNumberOption("generations", values.generations, 1),
    backlog: wholeNumberOption("backlog", values.backlog, 1),
  }),
);

const waiting = await measureWaiting(generations, SHORT_PROMPT);
const waitingLong = await measureWaiting(generations, LONG_PROMPT);
const ended = await measureWork(generations, SHORT_PROMPT, 0);
const longTasks = await measureWork(generations, SHORT_PROMPT, LONG_TASK_MS);

const backlogs = new Map<number, BacklogCost>();
for (const waiting of [1_000, backlog])
  backlogs.set(waiting, await measureBacklog(waiting, generations));

const memory = memoryTable({
  [`waiting, prompt of ${SHORT_PROMPT} characters`]: waiting,
  [`waiting, prompt of ${LONG_PROMPT} characters`]: waitingLong,
  [`succeeded, prompt of ${SHORT_PROMPT} characters`]: ended.memory,
});
const work = workTable(ended, longTasks);
const lanes = lanesTable(REGION, lanesBySlots(REGION));
console.log([lanes, memory, work, backlogTable(backlogs)].join("\n\n"));
