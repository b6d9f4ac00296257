import { FetchError } from "@dashqueue/service";

const PRIVATE_ADVICE =
  "If results really come from there, name the host or its range in RESULT_PRIVATE_HOSTS, such as 198.18.0.0/15 for a proxy with fake addresses";

/** The message of an error of a download, with what to do about a private address. */
export function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof FetchError && error.reason === "private"
    ? `${message}. ${PRIVATE_ADVICE}`
    : message;
}
