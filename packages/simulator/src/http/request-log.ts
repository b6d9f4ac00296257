import type { Operation } from "../faults/fault.ts";

/**
 * One request to the API or to the result host. Never contains a key, a query string or a body.
 */
export interface LoggedRequest {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly requestId: string;
  readonly operation: Operation | "upload-policy" | "upload" | "other";
  readonly method: string;
  readonly path: string;
  /** The `X-DashScope-…` headers, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly account: string | null;
  readonly taskId: string | null;
  /** Null until the request is answered, and permanently null if its connection was dropped. */
  readonly status: number | null;
  /** The code of an error. */
  readonly code: string | null;
}

export interface RequestLog {
  /** Adds a new request and returns the function that records its outcome. */
  readonly open: (request: LoggedRequest) => (change: Partial<LoggedRequest>) => void;
  /** The last 100,000 requests, oldest first. */
  readonly all: () => readonly LoggedRequest[];
  readonly clear: () => void;
}

const MAX_REQUESTS = 100_000;

export function createRequestLog(): RequestLog {
  const requests: { current: LoggedRequest }[] = [];
  return {
    open: (request) => {
      const entry = { current: request };
      requests.push(entry);
      if (requests.length > MAX_REQUESTS) requests.shift();
      return (change) => {
        entry.current = { ...entry.current, ...change };
      };
    },
    all: () => requests.map(({ current }) => current),
    clear: () => {
      requests.length = 0;
    },
  };
}
