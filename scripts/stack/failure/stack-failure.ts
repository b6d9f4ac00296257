/**
 * An error that one sentence explains to the user. `details` are the last lines of a log, or "".
 */
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
