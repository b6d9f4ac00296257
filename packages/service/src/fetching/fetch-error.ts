/** Why a request got no answer, or why its body stopped. `other` may be transient. */
export type FetchFailure =
  | "private"
  | "no-such-host"
  | "refused"
  | "redirects"
  /** The body stopped or became too slow. */
  | "stalled"
  | "other";

/** A request got no answer, or not all of it. The message does not contain the URL (G7). */
export class FetchError extends Error {
  override readonly name = "FetchError";
  readonly reason: FetchFailure;

  constructor(reason: FetchFailure, message: string) {
    super(message);
    this.reason = reason;
  }
}
