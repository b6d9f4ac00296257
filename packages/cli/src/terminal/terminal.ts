/** Where a command reads and writes. */
export interface Terminal {
  /** Of this program. */
  readonly version: string;
  /** Results: what another program reads. */
  readonly out: (text: string) => void;
  /** Progress and errors: what a person reads. */
  readonly err: (text: string) => void;
  /** Whether stderr rewrites lines. */
  readonly isInteractive: boolean;
  readonly hasColors: boolean;
  readonly readStdin: () => Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}
