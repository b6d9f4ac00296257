import { spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";

/** An error that the user can fix. Its message says how. */
export class SetupError extends Error {}

/** Reports a step of the set-up on stderr. */
export function say(text) {
  console.error(`setup: ${text}`);
}

/** Runs one step of the set-up. Its output is shown only if it fails. */
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
 * Runs a program in this terminal and resolves with its exit code, which is 128 + number after a
 * signal, as in a shell. Passes signals on and waits for the program to end.
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
