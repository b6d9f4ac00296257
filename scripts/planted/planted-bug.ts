/** A small change that breaks a promise. Some test must fail with it. */
export interface PlantedBug {
  /** Relative to the root of the repository. */
  readonly file: string;
  /** Text that occurs exactly once in the file. */
  readonly from: string;
  readonly to: string;
  /** What goes wrong with the change. */
  readonly why: string;
}

/** Plants a bug in the text of its file. @throws Error if `from` does not occur exactly once. */
export function plant(text: string, { file, from, to }: PlantedBug): string {
  const [before, after, ...more] = text.split(from);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`${file}: expected exactly once: ${from}`);
  return `${before}${to}${after}`;
}

/** The bugs of one file, as rows of `from`, `to` and `why`. */
export function bugsIn(
  file: string,
  rows: readonly (readonly [from: string, to: string, why: string])[],
): readonly PlantedBug[] {
  return rows.map(([from, to, why]) => ({ file, from, to, why }));
}
