/** One invalid field of a request, such as `parameters.size`. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

export type DashqueueErrorKind =
  /** The server answered with an error; see `status`. */
  | "refused"
  /** No connection to the server, or it was lost. */
  | "unreachable"
  /** No answer in time. */
  | "timeout"
  /** The answer is not one of dashqueue. */
  | "unreadable"
  /** A downloaded file is not the one of the record. */
  | "damaged"
  /** A webhook that dashqueue did not sign, or not lately. */
  | "unverified";

export interface DashqueueErrorFacts {
  readonly kind: DashqueueErrorKind;
  readonly status?: number | undefined;
  readonly detail: string;
  readonly problems?: readonly FieldProblem[] | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** Every failure of a call. The message says what to do. */
export class DashqueueError extends Error {
  override readonly name = "DashqueueError";
  readonly kind: DashqueueErrorKind;
  /** The HTTP status of a refused request; null for every other kind. */
  readonly status: number | null;
  /** What happened, and what to do: the problem's `detail`. */
  readonly detail: string;
  /** Every invalid field, at once. */
  readonly problems: readonly FieldProblem[];
  /** When the server asks to try again; null if it does not. */
  readonly retryAfterMs: number | null;

  constructor({ kind, status, detail, problems = [], retryAfterMs, cause }: DashqueueErrorFacts) {
    const fields = problems.map(({ path, message }) => `\n  ${path}: ${message}`);
    super(`${detail}${fields.join("")}`, { cause });
    this.kind = kind;
    this.status = status ?? null;
    this.detail = detail;
    this.problems = problems;
    this.retryAfterMs = retryAfterMs ?? null;
  }
}
