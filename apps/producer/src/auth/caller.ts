import type { IncomingMessage } from "node:http";

import { DEFAULT_TENANT } from "@dashqueue/queue/internal";

/** Who sent a request. Nothing in it reveals a token (G7). */
export interface Caller {
  readonly tenant: string;
  /**
   * The space of the caller's idempotency keys: a token's digest, or one for all keys of a tenant,
   * so that a repeat after a rotation is still a repeat. It is part of every stored idempotency
   * key: a different one would let a repeated request buy again (G10).
   */
  readonly space: string;
  /** Names the caller in histories and logs. */
  readonly name: string;
  readonly isDisabled: boolean;
}

/** The caller of a producer without tokens. */
export const ANYBODY: Caller = {
  tenant: DEFAULT_TENANT,
  space: "anybody",
  name: "anybody",
  isDisabled: false,
};

/** Part of a token's digest, enough to tell tokens apart. */
const NAME_DIGITS = 12;

/** The caller with one of the PRODUCER_TOKENS. @param digest of the token, in hexadecimal. */
export function callerOfToken(digest: string): Caller {
  const name = digest.slice(0, NAME_DIGITS);
  return { tenant: DEFAULT_TENANT, space: digest, name, isDisabled: false };
}

interface Checked {
  readonly caller: Caller;
  readonly find: () => Promise<Caller | null>;
}

const callers = new WeakMap<IncomingMessage, Checked>();

/** @param find finds the caller again by the credentials of the request */
export function setCaller(
  request: IncomingMessage,
  caller: Caller,
  find: () => Promise<Caller | null>,
): void {
  callers.set(request, { caller, find });
}

/** The caller of a request that `requireCaller` has let pass. @throws for any other. */
export function callerOf(request: IncomingMessage): Caller {
  const checked = callers.get(request);
  if (checked === undefined) throw new Error("the caller of this request was not checked");
  return checked.caller;
}

/**
 * Whether the caller of a long request would still be let in: its key may have been deleted
 * meanwhile. While that cannot be read, the caller may stay.
 */
export async function isStillCaller(request: IncomingMessage): Promise<boolean> {
  const checked = callers.get(request);
  if (checked === undefined) return false;
  const found = await checked.find().catch(() => checked.caller);
  return found !== null && !found.isDisabled;
}
