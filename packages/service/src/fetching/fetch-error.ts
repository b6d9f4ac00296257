/** Why a request got no answer. `other` may be transient. */
export type FetchFailure = "private" | "no-such-host" | "refused" | "redirects" | "other";

/** A request got no answer. The message does not contain the URL (G7). */
export class FetchError extends Error {
  override readonly name = "FetchError";
  readonly reason: FetchFailure;

  constructor(reason: FetchFailure, message: string) {
    super(message);
    this.reason = reason;
  }
}
