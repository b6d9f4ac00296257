const CONNECTION_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/** What ioredis says when a command found no connection, lost it, or got no answer in time. */
const CLIENT_MESSAGE =
  /^(?:Connection is closed|Stream isn't writeable|Command timed out|Reached the max retries|connect ETIMEDOUT)/;

/** What a Redis says that answers, but cannot serve now: it starts, is full, has lost its primary, or its disk. */
const SERVER_MESSAGE =
  /^(?:LOADING|OOM|MISCONF|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS)\b/;

/** Whether an error means that Redis cannot serve just now, itself or by any of its causes. */
export function isRedisAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return (
    (code !== undefined && CONNECTION_CODES.has(code)) ||
    CLIENT_MESSAGE.test(error.message) ||
    SERVER_MESSAGE.test(error.message) ||
    isRedisAway(error.cause)
  );
}
