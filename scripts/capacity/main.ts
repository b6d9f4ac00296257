import { parseArgs } from "node:util";

import { lanesBySlots } from "./lanes.ts";
import { measureWaiting, measureWork } from "./measure.ts";
import { lanesTable, memoryTable, workTable } from "./tables.ts";

/** The longest prompt that the model takes. */
const LONG_PROMPT = 800;
const SHORT_PROMPT = 100;
const REGION = "cn-beijing";
const LONG_TASK_MS = 15_000;

const { values } = parseArgs({ options: { generations: { type: "string", default: "500" } } });
const generations = Number(values.generations);
if (!Number.isInteger(generations) || generations < 1)
  throw new Error("--generations must be a whole number of at least 1");

const waiting = await measureWaiting(generations, SHORT_PROMPT);
const waitingLong = await measureWaiting(generations, LONG_PROMPT);
const ended = await measureWork(generations, SHORT_PROMPT, 0);
const longTasks = await measureWork(generations, SHORT_PROMPT, LONG_TASK_MS);

const memory = memoryTable({
  [`waiting, prompt of ${SHORT_PROMPT} characters`]: waiting,
  [`waiting, prompt of ${LONG_PROMPT} characters`]: waitingLong,
  [`succeeded, prompt of ${SHORT_PROMPT} characters`]: ended.memory,
});
const work = workTable(ended, longTasks);
console.log([lanesTable(REGION, lanesBySlots(REGION)), memory, work].join("\n\n"));
