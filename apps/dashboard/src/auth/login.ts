import { createHash, timingSafeEqual } from "node:crypto";

import type { Logger } from "@dashqueue/service";
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

/** Answers 401 without the login, which makes a browser ask for it. */
export function requireLogin(login: Login, logger: Logger): RequestHandler {
  const isLogin = createLoginCheck(login);
  return (request, response, next) => {
    const { authorization } = request.headers;
    if (isLogin(authorization)) {
      next();
      return;
    }
    // Neither field is logged, because people type passwords into the user field (G7).
    if (authorization !== undefined)
      logger.warn(
        { event: "login-refused", address: request.socket.remoteAddress },
        "login refused: wrong user or password",
      );
    response.set("WWW-Authenticate", 'Basic realm="dashqueue", charset="UTF-8"');
    response
      .status(401)
      .type("text/plain")
      .send("Log in with DASHBOARD_USER and DASHBOARD_PASSWORD.\n");
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
