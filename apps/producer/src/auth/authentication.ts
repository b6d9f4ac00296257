import { createHash, timingSafeEqual } from "node:crypto";

import { isApiKey } from "@dashqueue/queue/internal";
import type { LoginLimit, LoginRefusal, Problem } from "@dashqueue/service";
import { sendProblem } from "@dashqueue/service";
import type { Request, RequestHandler, Response } from "express";

import { DISABLED } from "../http/tenant-refusal.ts";
import type { FindCaller } from "./api-key-callers.ts";
import type { Caller } from "./caller.ts";
import { ANYBODY, callerOfToken, setCaller } from "./caller.ts";

/** Identifies callers by the header `Authorization`. */
export interface Authentication {
  /** Null for an unknown token. */
  callerOf(authorization: string | undefined): Promise<Caller | null>;
}

export interface AuthenticationOptions {
  /** Bearer tokens of the default tenant. */
  readonly tokens: readonly string[];
  /** Finds the callers with API keys; without it, there are none. */
  readonly findCaller?: FindCaller | undefined;
  /** Whether a request without a known token belongs to the default tenant. */
  readonly isOpen: boolean;
}

/**
 * Checks bearer tokens (RFC 6750).
 *
 * Every check compares digests with those of all tokens, so the duration reveals nothing about a
 * wrong one. What has the form of an API key is then looked up by its digest.
 */
export function createAuthentication(options: AuthenticationOptions): Authentication {
  const { isOpen, findCaller } = options;
  const known = options.tokens.map(digest);
  return {
    async callerOf(authorization) {
      const token = bearerOf(authorization);
      const offered = digest(token);
      const matches = known.filter((expected) => timingSafeEqual(expected, offered));
      if (matches.length > 0) return callerOfToken(offered.toString("hex"));
      // An unknown key of ours is never anybody's.
      if (isApiKey(token)) return (await findCaller?.(token)) ?? null;
      // DashScope's clients always send some key.
      return isOpen ? ANYBODY : null;
    },
  };
}

function bearerOf(authorization = ""): string {
  return /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? "";
}

/** Why a request was not let in. */
export type Denied = LoginRefusal | Disabled;

/** The tenant of the caller was disabled. */
interface Disabled {
  readonly kind: "disabled";
}

export interface CallerCheck {
  readonly authentication: Authentication;
  readonly logins: LoginLimit;
  /** Where a request has its credentials; by default in `Authorization`. */
  readonly credentialsOf?: (request: Request) => string | undefined;
  /** Which credentials to send, for the problem of an unknown caller. */
  readonly detail?: string;
  /** Answers the request of an unknown caller; by default with a problem. */
  readonly deny?: (response: Response, denied: Denied) => void;
}

/** Lets requests of known callers pass. */
export function requireCaller(check: CallerCheck): RequestHandler {
  const { authentication, logins, detail = WHICH_KEY } = check;
  const { deny = (response, denied) => sendDenied(response, denied, detail) } = check;
  const { credentialsOf = ({ headers }) => headers.authorization } = check;
  return async (request, response, next) => {
    const { callerOf } = authentication;
    const credentials = credentialsOf(request);
    const result = await logins.check(request.ip, credentials, callerOf);
    if (result.kind !== "accepted") return deny(response, result);
    if (result.found.isDisabled) return deny(response, { kind: "disabled" });
    setCaller(request, result.found, () => callerOf(credentials));
    next();
  };
}

const WHICH_KEY =
  "Send an API key of your tenant, or one of the PRODUCER_TOKENS, as `Authorization: Bearer <key>`.";

/** Answers the request of an unknown caller with a problem. */
export function sendDenied(response: Response, denied: Denied, detail = WHICH_KEY): void {
  const problem = problemOfDenied(denied, detail);
  if (problem.status === 401) response.set("WWW-Authenticate", 'Bearer realm="dashqueue"');
  sendProblem(response, problem);
}

/** What to answer: 401 with this detail, or 429 after too many wrong tokens. */
export function problemOfDenied(denied: Denied, detail: string): Problem {
  switch (denied.kind) {
    case "missing":
    case "wrong":
      return { status: 401, detail };
    case "disabled":
      return { status: 403, detail: DISABLED };
    case "limited": {
      const { retryAfterSeconds } = denied;
      return { status: 429, detail: TOO_MANY_WRONG, retryAfterSeconds };
    }
  }
}

const TOO_MANY_WRONG =
  "Too many wrong tokens came from this address. Correct the token, and repeat the request after the time in Retry-After.";

function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
