import { createHash, timingSafeEqual } from "node:crypto";

import { sendProblem } from "@dashqueue/service";
import type { RequestHandler } from "express";

/** Who calls, by the header `Authorization`. */
export interface Authentication {
  /** A name for the caller that does not give the token away, or null for one that is not known. */
  callerOf(authorization: string | undefined): string | null;
}

/**
 * Bearer tokens (RFC 6750). Without any, everybody is the same caller.
 *
 * Digests are compared, each with every token's, so that a wrong token takes the same time whatever is wrong with it.
 */
export function createAuthentication(tokens: readonly string[]): Authentication {
  const known = tokens.map(digest);
  if (known.length === 0) return { callerOf: () => "anybody" };
  return {
    callerOf(authorization) {
      const offered = digest(/^bearer +(\S+) *$/i.exec(authorization ?? "")?.[1] ?? "");
      const matches = known.filter((expected) => timingSafeEqual(expected, offered));
      return matches.length > 0 ? offered.toString("hex") : null;
    },
  };
}

/** Answers 401 for callers that are not known. */
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
