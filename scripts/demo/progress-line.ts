import ora from "ora";

export type ProgressLine = {
  /** Shows where things are; `state` is what counts as a change where lines cannot be rewritten. */
  readonly show: (state: string, text: string) => void;
  /** Takes the line away, before anything else is written. */
  readonly clear: () => void;
};

/** One line that moves in a terminal; one line per change of state anywhere else. */
export function openProgressLine(stream: NodeJS.WriteStream): ProgressLine {
  // A pseudo-terminal may have no size: there is no line to rewrite then, and ora would count for ever.
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
  // With raw mode on stdin, Ctrl-C would be ours to pass on.
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
