import type { Terminal } from "./terminal.ts";

export interface CountDisplay {
  readonly show: (count: number) => void;
  readonly close: () => void;
}

/** Counts up to a total: a bar in a terminal, elsewhere one line for each new number. */
export async function openCount(
  { isInteractive, err }: Pick<Terminal, "isInteractive" | "err">,
  name: string,
  total: number,
): Promise<CountDisplay> {
  if (!isInteractive) {
    let last = -1;
    return {
      show(count) {
        if (count !== last) err(`${name} ${count} of ${total}\n`);
        last = count;
      },
      close() {},
    };
  }
  const { Presets, SingleBar } = await import("cli-progress");
  const format = `${name} {bar} {value} of {total} {duration_formatted}`;
  const bar = new SingleBar({ format, barsize: 24, clearOnComplete: true }, Presets.shades_classic);
  bar.start(total, 0);
  return { show: (count) => bar.update(count), close: () => bar.stop() };
}
