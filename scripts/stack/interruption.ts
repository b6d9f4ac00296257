import { constants } from "node:os";

export type Interruption = {
  readonly signal: AbortSignal;
  /** What a shell reports for a program that ended by this signal; 0 when there was none. */
  readonly exitCode: () => number;
};

// npm, the set-up and the terminal may all pass on the same Ctrl-C.
const oneKeyPressMs = 1000;

/** Ctrl-C and its relatives abort `signal`, so that things close in order; a second one ends the process at once. */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  let first: { readonly name: NodeJS.Signals; readonly atMs: number } | null = null;
  const exitCode = () => (first === null ? 0 : 128 + constants.signals[first.name]);
  const onSignal = (name: NodeJS.Signals) => {
    if (first !== null && performance.now() - first.atMs > oneKeyPressMs) process.exit(exitCode());
    first ??= { name, atMs: performance.now() };
    controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  return { signal: controller.signal, exitCode };
}
