/** Something went wrong that a person can read about in one sentence; `details` are the last lines of a log, or empty. */
export class StackFailure extends Error {
  readonly details: string;
  constructor(
    sentence: string,
    options: { readonly details?: string; readonly cause?: unknown } = {},
  ) {
    super(sentence, { cause: options.cause });
    this.details = options.details ?? "";
  }
}
