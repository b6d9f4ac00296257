import { DashqueueError } from "@dashqueue/client";

/** What went wrong, and what to do. */
export function failureText(error: unknown): string {
  if (!(error instanceof DashqueueError))
    return error instanceof Error ? error.message : String(error);
  const advice = adviceOf(error);
  return advice === null ? error.message : `${error.message}\n${advice}`;
}

function adviceOf({ kind, status }: DashqueueError): string | null {
  if (kind === "unreachable")
    return "Start dashqueue with `npm start`, or name the producer with --url or DASHQUEUE_URL. `dashqueue doctor` checks the installation.";
  if (status === 401) return "Pass a token with --token or DASHQUEUE_TOKEN.";
  return null;
}

/** The same for a program. */
export function failureJson(error: unknown): string {
  const isKnown = error instanceof DashqueueError;
  const message = error instanceof Error ? error.message : String(error);
  const { kind, status, problems } = isKnown
    ? error
    : { kind: "usage", status: null, problems: [] };
  return JSON.stringify({ error: { kind, status, message, problems } });
}
