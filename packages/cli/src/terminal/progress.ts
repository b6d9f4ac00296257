import type { Progress } from "@dashqueue/client";
import type { SingleBar } from "cli-progress";

import type { Terminal } from "./terminal.ts";

type ProgressTerminal = Pick<Terminal, "isInteractive" | "err">;

export interface ProgressDisplay {
  readonly show: (progress: Pick<Progress, "status">) => void;
  readonly close: () => void;
}

/** How far a status is on the way to the end. A generation may go back to `queued`. */
const STEPS: Readonly<Record<Progress["status"], number>> = {
  queued: 0,
  submitting: 1,
  uncertain: 1,
  running: 2,
  archiving: 3,
  succeeded: 4,
  failed: 4,
  canceled: 4,
};

/** A bar in a terminal; elsewhere one line for each new status. */
export async function openProgress(
  terminal: ProgressTerminal,
  name: string,
): Promise<ProgressDisplay> {
  if (!terminal.isInteractive) return lines(terminal, name);
  const { Presets, SingleBar } = await import("cli-progress");
  const format = `${name} {bar} {status} {duration_formatted}`;
  const bar = new SingleBar({ format, barsize: 24, clearOnComplete: true }, Presets.shades_classic);
  bar.start(STEPS.succeeded, 0, { status: "queued" });
  return barDisplay(bar);
}

function barDisplay(bar: SingleBar): ProgressDisplay {
  return {
    show: ({ status }) => bar.update(STEPS[status], { status }),
    close: () => bar.stop(),
  };
}

function lines({ err }: ProgressTerminal, name: string): ProgressDisplay {
  let last = "";
  return {
    show({ status }) {
      if (status !== last) err(`${name} ${status}\n`);
      last = status;
    },
    close() {},
  };
}
