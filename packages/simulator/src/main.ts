#!/usr/bin/env node
import { pino, stdTimeFunctions } from "pino";

import { environmentSchema, readEnvironment, unknownNames } from "./settings/environment.ts";
import type { SimulatorOptions } from "./settings/simulator-options.ts";
import { startSimulator } from "./start-simulator.ts";

const NAMES = Object.keys(environmentSchema.shape);
const USAGE = [
  "usage: dashqueue-simulator",
  "",
  "Runs a simulator of DashScope until SIGTERM or Ctrl-C. It takes no options and reads the",
  "environment; the README describes each variable:",
  "",
  ...NAMES.map((name) => `  ${name}`),
];

const logger = pino(
  {
    name: "simulator",
    formatters: { level: (label) => ({ level: label }) },
    timestamp: stdTimeFunctions.isoTime,
  },
  pino.destination({ dest: 1, sync: true }),
);

async function run(options: SimulatorOptions): Promise<void> {
  const simulator = await startSimulator(options);
  let isStopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void simulator.close().then(() => logger.info({ event: "simulator-stopped", signal }));
    });
  }
  logger.info({ event: "simulator-listening", url: simulator.url, resultUrl: simulator.resultUrl });
}

function fail(lines: readonly string[], exitCode = 1): void {
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exitCode = exitCode;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isTaken = "code" in error && error.code === "EADDRINUSE";
  return isTaken
    ? `${error.message}. Stop the other process, or set SIMULATOR_PORT to another port.`
    : error.message;
}

async function main(): Promise<void> {
  const [word] = process.argv.slice(2);
  if (word === "--help" || word === "-h") return void process.stdout.write(`${USAGE.join("\n")}\n`);
  if (word !== undefined) return fail([`unknown option ${word}`, "", ...USAGE], 2);

  for (const variable of unknownNames(process.env))
    logger.warn(
      { event: "variable-unknown", variable },
      `${variable} is not a variable of the simulator and has no effect; there are ${NAMES.join(", ")}`,
    );
  const environment = readEnvironment(process.env);
  if (!environment.ok)
    return fail([
      "The configuration is invalid:",
      ...environment.problems.map((problem) => `  ${problem}`),
    ]);
  try {
    await run(environment.options);
  } catch (error) {
    fail([`The simulator cannot start: ${reasonOf(error)}`]);
  }
}

await main();
