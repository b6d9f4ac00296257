import { createHash, timingSafeEqual } from "node:crypto";

import { sendProblem } from "@dashqueue/service";
import type { RequestHandler } from "express";

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

/** Answers 401 to unknown callers. */
export function requireCaller(authentication: Authentication): RequestHandler {
  return (request, response, next) => {
    if (authentication.callerOf(request.headers.authorization) !== null) {
      next();
      return;
    }
    response.set("WWW-Authenticate", 'Bearer realm="dashqueue"');
    sendProblem(response, {
      status: 401,
      detail: "Send one of the PRODUCER_TOKENS as `Authorization: Bearer <token>`.",
    });
  };
}

function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
