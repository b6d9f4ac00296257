import { createHash, timingSafeEqual } from "node:crypto";

import type { LoginLimit, LoginResult, Problem } from "@dashqueue/service";
import { sendProblem } from "@dashqueue/service";
import type { Request, RequestHandler, Response } from "express";

/** Identifies callers by the header `Authorization`. */
export interface Authentication {
  /**
   * Returns the caller's name, which is the digest of the token and not the token (G7), or null if
   * the token is unknown.
   */
  callerOf(authorization: string | undefined): string | null;
}

/**
 * The caller of a producer without tokens. The name is part of every stored idempotency key: a
 * different one would let a repeated request buy again (G10).
 */
const ONLY_CALLER = "anybody";

/**
 * Checks bearer tokens (RFC 6750). Without tokens, every request belongs to the same caller.
 *
 * Every check compares digests with those of all tokens, so its duration reveals nothing.
 */
export function createAuthentication(tokens: readonly string[]): Authentication {
  const known = tokens.map(digest);
  if (known.length === 0) return { callerOf: () => ONLY_CALLER };
  return {
    callerOf(authorization) {
      const offered = digest(/^bearer +(\S+) *$/i.exec(authorization ?? "")?.[1] ?? "");
      const matches = known.filter((expected) => timingSafeEqual(expected, offered));
      return matches.length > 0 ? offered.toString("hex") : null;
    },
  };
}

/** Why a request was not let in. */
export type Denied = Exclude<LoginResult, { readonly kind: "accepted" }>;

export interface CallerCheck {
  readonly authentication: Authentication;
  readonly logins: LoginLimit;
  /** Where a request has its credentials; by default in `Authorization`. */
  readonly credentialsOf?: (request: Request) => string | undefined;
  /** Answers the request of an unknown caller; by default with a problem. */
  readonly deny?: (response: Response, denied: Denied) => void;
}

/** Lets requests of known callers pass. */
export function requireCaller(check: CallerCheck): RequestHandler {
  const { authentication, logins, deny = sendDenied } = check;
  const { credentialsOf = ({ headers }) => headers.authorization } = check;
  return async (request, response, next) => {
    const result = await logins.check(
      request.ip,
      credentialsOf(request),
      (credentials) => authentication.callerOf(credentials) !== null,
    );
    if (result.kind === "accepted") next();
    else deny(response, result);
  };
}

function sendDenied(response: Response, denied: Denied): void {
  if (denied.kind !== "limited") response.set("WWW-Authenticate", 'Bearer realm="dashqueue"');
  sendProblem(
    response,
    problemOfDenied(denied, "Send one of the PRODUCER_TOKENS as `Authorization: Bearer <token>`."),
  );
}

/** What to answer: 401 with this detail, or 429 after too many wrong tokens. */
export function problemOfDenied(denied: Denied, detail: string): Problem {
  if (denied.kind !== "limited") return { status: 401, detail };
  const { retryAfterSeconds } = denied;
  return { status: 429, detail: TOO_MANY_WRONG, retryAfterSeconds };
}

const TOO_MANY_WRONG =
  "Too many wrong tokens came from this address. Correct the token, and repeat the request after the time in Retry-After.";

function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
