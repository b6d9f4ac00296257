import { createHash } from "node:crypto";

import ipaddr from "ipaddr.js";
import { RateLimiterMemory } from "rate-limiter-flexible";

import type { Logger } from "../log/logger.ts";

/** Wrong logins that an address may send per window. */
const MAX_FAILURES = 10;
const WINDOW_SECONDS = 60;

export type LoginResult<Found> =
  | { readonly kind: "accepted"; readonly found: Found }
  | LoginRefusal;

export type LoginRefusal =
  | { readonly kind: "missing" }
  | { readonly kind: "wrong" }
  /** Not checked: the address has sent too many wrong logins. */
  | { readonly kind: "limited"; readonly retryAfterSeconds: number };

export interface LoginLimit {
  /**
   * Checks the credentials of a request, unless its address has sent too many wrong ones. Those
   * that this address has logged in with before are always checked, so that one wrong caller does
   * not lock out others behind the same address.
   *
   * @param find whose credentials these are; null for wrong ones
   */
  check<Found>(
    address: string | undefined,
    credentials: string | undefined,
    find: (credentials: string | undefined) => Found | null | Promise<Found | null>,
  ): Promise<LoginResult<Found>>;
}

/** Counts wrong logins per address, in the memory of this process. */
export function createLoginLimit(logger: Pick<Logger, "warn">): LoginLimit {
  const failures = new RateLimiterMemory({ points: MAX_FAILURES, duration: WINDOW_SECONDS });
  /** Digests of an address and the credentials that it has logged in with. */
  const proven = new Set<string>();
  return {
    async check(address = "", credentials, find) {
      if (credentials === undefined || credentials === "") {
        const found = await find(credentials);
        return found === null ? { kind: "missing" } : { kind: "accepted", found };
      }
      const login = digest(`${address} ${credentials}`);
      const network = networkOf(address);
      const failed = proven.has(login) ? null : await failures.get(network);
      if (failed !== null && failed.consumedPoints >= MAX_FAILURES)
        return { kind: "limited", retryAfterSeconds: Math.ceil(failed.msBeforeNext / 1000) };
      const found = await find(credentials);
      if (found !== null) {
        proven.add(login);
        return { kind: "accepted", found };
      }
      const { consumedPoints } = await failures.penalty(network);
      if (consumedPoints === MAX_FAILURES)
        logger.warn(
          { event: "logins-limited", address },
          `${MAX_FAILURES} wrong logins within ${WINDOW_SECONDS} s: new logins from this address are refused until the time is over`,
        );
      return { kind: "wrong" };
    },
  };
}

/** One customer usually has a whole IPv6 /64, but one IPv4 address. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(":") : parsed.toString();
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
