import { readOptions, wholeNumberOption } from "@dashqueue/service/command-line";

import { runEngine } from "./run.ts";

const { generations, counted, profile } = readOptions(
  {
    usage: "npm run bench:engine -- [options]",
    about: "Measures what a generation costs the worker and Redis.",
    options: {
      generations: { type: "string", default: "500", description: "how many are timed" },
      counted: { type: "string", default: "100", description: "how many have their calls counted" },
      profile: { type: "string", description: "a folder for the CPU profile of the worker" },
    },
  },
  (values) => ({
    generations: wholeNumberOption("generations", values.generations, 1),
    counted: wholeNumberOption("counted", values.counted, 1),
    profile: values.profile,
  }),
);
const { perGeneration, idlePerSecond, calls } = await runEngine({
  generations,
  counted,
  profileFolder: profile,
});

const each = (count: number) => (count / counted).toFixed(1);
const ms = (value: number) => `${value.toFixed(1)} ms`;
const rows = [
  ["generations per second", (1_000 / perGeneration.ms).toFixed(0)],
  ["CPU of the worker per generation", ms(perGeneration.app)],
  ["CPU of Redis per generation", ms(perGeneration.redis)],
  ["calls to Redis per generation", each(calls.calls)],
  ["commands in scripts per generation", each(calls.inScripts)],
  ["CPU of an idle worker per second", ms(idlePerSecond.app)],
  ["CPU of Redis per second, with an idle worker", ms(idlePerSecond.redis)],
];
console.log(rows.map((row) => `| ${row.join(" | ")} |`).join("\n"));
const byCount = [...calls.byName].toSorted(([, one], [, other]) => other - one);
console.log(`\n${byCount.map(([name, count]) => `${name} ${each(count)}`).join(", ")}`);
