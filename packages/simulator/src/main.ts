#!/usr/bin/env node
import { pino } from "pino";

import { readEnvironment } from "./settings/environment.ts";
import type { SimulatorOptions } from "./settings/simulator-options.ts";
import { startSimulator } from "./start-simulator.ts";

const logger = pino({ name: "simulator" }, pino.destination({ dest: 1, sync: true }));

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

function fail(lines: readonly string[]): void {
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exitCode = 1;
}

const environment = readEnvironment(process.env);
if (environment.ok) {
  await run(environment.options).catch((error: unknown) => {
    fail([`The simulator cannot start: ${error instanceof Error ? error.message : String(error)}`]);
  });
} else {
  fail(["The configuration is invalid:", ...environment.problems.map((problem) => `  ${problem}`)]);
}
