import ora from "ora";

export interface ProgressLine {
  /** Shows `text`. Outside a terminal, prints it only when `state` has changed. */
  readonly show: (state: string, text: string) => void;
  /** Removes the line before other output. */
  readonly clear: () => void;
}

/** Opens a line that is rewritten in a terminal, and appended to anywhere else. */
export function openProgressLine(stream: NodeJS.WriteStream): ProgressLine {
  // ora cannot rewrite lines in a pseudo-terminal without a size.
  if (!stream.isTTY || stream.columns === 0) {
    let last = "";
    return {
      show: (state, text) => {
        if (state !== last) stream.write(`${text}\n`);
        last = state;
      },
      clear: () => {},
    };
  }
  // By default ora puts stdin into raw mode, which disables Ctrl-C.
  const spinner = ora({ stream, discardStdin: false });
  return {
    show: (_, text) => {
      spinner.text = text;
      if (!spinner.isSpinning) spinner.start();
    },
    clear: () => {
      spinner.stop();
    },
  };
}
