import type { DashqueueErrorFacts, FieldProblem } from "./dashqueue-error.ts";

/** What is known of an answer that is an error. */
export interface ErrorAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly body: string;
  /** The header `Retry-After`. */
  readonly retryAfter: string | null;
}

/** Reads a problem of RFC 9457; an answer of a proxy has none. */
export function refusalOf(answer: ErrorAnswer, nowMs: number): DashqueueErrorFacts {
  const { status, statusText, body, retryAfter } = answer;
  const problem = problemIn(body);
  const title = problem.title ?? statusText;
  return {
    kind: "refused",
    status,
    detail: problem.detail ?? `The server answered ${status} ${title}.`.replace(" .", "."),
    problems: problem.errors,
    retryAfterMs: retryAfterMs(retryAfter, nowMs),
  };
}

interface ReadProblem {
  readonly title?: string;
  readonly detail?: string;
  readonly errors: readonly FieldProblem[];
}

function problemIn(body: string): ReadProblem {
  const read = jsonOf(body);
  const { title, detail, errors } = read ?? {};
  return {
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof detail === "string" ? { detail } : {}),
    errors: Array.isArray(errors) ? errors.filter(isFieldProblem) : [],
  };
}

function jsonOf(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

function isFieldProblem(value: unknown): value is FieldProblem {
  const { path, message } = (value ?? {}) as Partial<FieldProblem>;
  return typeof path === "string" && typeof message === "string";
}

/** Seconds, or a date of HTTP. */
function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
