import { constants } from "node:os";

export interface Interruption {
  readonly signal: AbortSignal;
  /** The exit code of a program that ended by this signal, as a shell reports it; 0 without one. */
  readonly exitCode: () => number;
}

/** npm, the set-up script and the terminal can each deliver the same Ctrl-C. */
const ONE_KEY_PRESS_MS = 1_000;

/** Aborts `signal` at the first SIGINT, SIGTERM or SIGHUP, and ends the process at the second. */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  let first: { readonly name: NodeJS.Signals; readonly atMs: number } | null = null;
  const exitCode = () => (first === null ? 0 : 128 + constants.signals[first.name]);
  const onSignal = (name: NodeJS.Signals) => {
    if (first !== null && performance.now() - first.atMs > ONE_KEY_PRESS_MS)
      process.exit(exitCode());
    first ??= { name, atMs: performance.now() };
    controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  return { signal: controller.signal, exitCode };
}
