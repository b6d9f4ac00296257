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

/**
 * Messages of ioredis for a command without a connection, with a lost one, or without an answer in
 * time.
 */
const CLIENT_MESSAGE =
  /^(?:Connection is closed|Stream isn't writeable|Command timed out|Reached the max retries|connect ETIMEDOUT)/;

/**
 * Errors of a running Redis that cannot serve: it is loading, full, without its primary, replicas
 * or disk, or not the node that holds our keys. Redis 6 puts the error of a script's command at the
 * end of a message of its own.
 */
const SERVER_MESSAGE =
  /(?:^|: -)(?:LOADING|OOM|MISCONF|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|UNBLOCKED|NOREPLICAS)\b/;

/** A write happened and is not durable, as `REDIS_DURABILITY` asks. */
export const UNCONFIRMED = /^Redis did not confirm a write\b/;

/** Whether this error, or one of its causes, means that Redis cannot serve at the moment. */
export function isRedisAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return (
    (code !== undefined && CONNECTION_CODES.has(code)) ||
    CLIENT_MESSAGE.test(error.message) ||
    SERVER_MESSAGE.test(error.message) ||
    UNCONFIRMED.test(error.message) ||
    isRedisAway(error.cause)
  );
}
