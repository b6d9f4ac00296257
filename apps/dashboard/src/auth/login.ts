import type { Logger, LoginLimit } from "@dashqueue/service";
import type { RequestHandler, Response } from "express";

import { translationFor } from "../texts/language.ts";
import type { Translate } from "../texts/translate.ts";
import type { FindUser, Role, User } from "./users.ts";
import { hasRole } from "./users.ts";

/**
 * Answers 401 without a login, which makes a browser ask for it, and 429 after too many wrong ones.
 * Later handlers know the user by `userOf`.
 */
export function requireLogin(find: FindUser, logins: LoginLimit, logger: Logger): RequestHandler {
  return async ({ ip, headers }, response, next) => {
    const result = await logins.check(ip, headers.authorization, find);
    if (result.kind === "accepted") {
      response.locals["user"] = result.found;
      next();
      return;
    }
    const t = translationFor(response);
    response.type("text/plain");
    if (result.kind === "limited") {
      const { retryAfterSeconds } = result;
      response.set("Retry-After", String(retryAfterSeconds));
      response
        .status(429)
        .send(
          `${t("Too many wrong logins from this address. Try again in {count} s.", { count: retryAfterSeconds })}\n`,
        );
      return;
    }
    // Neither field is logged, because people type passwords into the user field (G7).
    if (result.kind === "wrong")
      logger.warn({ event: "login-refused", address: ip }, "login refused: wrong user or password");
    response.set("WWW-Authenticate", 'Basic realm="dashqueue", charset="UTF-8"');
    response
      .status(401)
      .send(
        `${t("Log in with DASHBOARD_USER and DASHBOARD_PASSWORD, or as one of DASHBOARD_USERS.")}\n`,
      );
  };
}

/** The user who sent the request. @throws before `requireLogin`. */
export function userOf({ locals }: Pick<Response, "locals">): User {
  const user = locals["user"] as User | undefined;
  if (user === undefined) throw new Error("this path requires no login");
  return user;
}

/** Why a user may not do what needs this role; null if they may. */
export function refusalFor(user: User, needed: Role, t: Translate): string | null {
  return hasRole(user, needed)
    ? null
    : t(
        "{name} has the role {role}, and this needs the role {needed}. Ask an administrator to change DASHBOARD_USERS.",
        { name: user.name, role: user.role, needed },
      );
}
