import { createHash, timingSafeEqual } from "node:crypto";

import type { Logger, LoginLimit } from "@dashqueue/service";
import type { RequestHandler } from "express";

/** The only login. The user name contains no colon (RFC 7617). */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/**
 * Returns a check of the `Authorization` header against this login. It compares digests, so that
 * the time of a check reveals nothing about the password.
 */
export function createLoginCheck({
  user,
  password,
}: Login): (authorization: string | undefined) => boolean {
  const expected = digest(`${user}:${password}`);
  return (authorization) => {
    const encoded = /^basic +([\w+/=-]+) *$/i.exec(authorization ?? "")?.[1] ?? "";
    return timingSafeEqual(expected, digest(Buffer.from(encoded, "base64").toString("utf8")));
  };
}

/**
 * Answers 401 without the login, which makes a browser ask for it, and 429 after too many wrong
 * ones.
 */
export function requireLogin(login: Login, logins: LoginLimit, logger: Logger): RequestHandler {
  const isLogin = createLoginCheck(login);
  return async ({ ip, headers }, response, next) => {
    const result = await logins.check(ip, headers.authorization, (authorization) =>
      isLogin(authorization) ? login : null,
    );
    if (result.kind === "accepted") {
      next();
      return;
    }
    response.type("text/plain");
    if (result.kind === "limited") {
      const { retryAfterSeconds } = result;
      response.set("Retry-After", String(retryAfterSeconds));
      response
        .status(429)
        .send(`Too many wrong logins from this address. Try again in ${retryAfterSeconds} s.\n`);
      return;
    }
    // Neither field is logged, because people type passwords into the user field (G7).
    if (result.kind === "wrong")
      logger.warn({ event: "login-refused", address: ip }, "login refused: wrong user or password");
    response.set("WWW-Authenticate", 'Basic realm="dashqueue", charset="UTF-8"');
    response.status(401).send("Log in with DASHBOARD_USER and DASHBOARD_PASSWORD.\n");
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
