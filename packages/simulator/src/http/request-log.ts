import type { Operation } from "../faults/fault.ts";

/** One request to the API or the result host. Never a key, a query string or a body. */
export type LoggedRequest = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly requestId: string;
  readonly operation: Operation | "upload-policy" | "upload" | "other";
  readonly method: string;
  readonly path: string;
  readonly account: string | null;
  readonly taskId: string | null;
  /** Null until it is answered, and for ever when the connection was dropped. */
  readonly status: number | null;
  /** Of an error. */
  readonly code: string | null;
};

export type RequestLog = {
  /** Adds a request that has just come, and returns the way to say what became of it. */
  readonly open: (request: LoggedRequest) => (change: Partial<LoggedRequest>) => void;
  /** The last 100,000, oldest first. */
  readonly all: () => readonly LoggedRequest[];
  readonly clear: () => void;
};

const keptRequests = 100_000;

export function createRequestLog(): RequestLog {
  const requests: { current: LoggedRequest }[] = [];
  return {
    open: (request) => {
      const entry = { current: request };
      requests.push(entry);
      if (requests.length > keptRequests) requests.shift();
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
