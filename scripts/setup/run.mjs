import { spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";

/** Something a person has to do; its message is all they need to read. */
export class SetupError extends Error {}

/** One short line about what is being done, apart from the output of the command. */
export function say(text) {
  console.error(`setup: ${text}`);
}

/** Runs one step of the set-up, silently; what it wrote is shown when it fails. */
export function runStep(command, commandArguments, { environment, cwd, failure }) {
  const step = spawnSync(command, commandArguments, {
    env: environment,
    cwd,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (step.status === 0) return;
  const output = [step.stdout, step.stderr, step.error?.message].filter(Boolean).join("\n").trim();
  throw new SetupError(`${output}\n\n${failure}`);
}

/**
 * Runs a program with our terminal until it ends, and resolves with its exit code (128 + number for a signal, as a
 * shell does). Signals are passed on, and waited for: the program decides how it closes.
 */
export async function runToEnd(command, commandArguments, environment) {
  const child = spawn(command, commandArguments, { env: environment, stdio: "inherit" });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  const passOn = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, passOn);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", (error) =>
        reject(new SetupError(`cannot run ${command}: ${error.message}`)),
      );
      child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
    });
  } finally {
    for (const signal of signals) process.off(signal, passOn);
  }
}
