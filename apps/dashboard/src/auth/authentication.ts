import { createHash, timingSafeEqual } from "node:crypto";

import type { Logger } from "@dashqueue/service";
import type { RequestHandler } from "express";

/** The one login there is. The user has no colon in it (RFC 7617). */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/**
 * Says whether a header `Authorization` carries this login. Digests are compared, so that a wrong one takes the same time
 * whatever is wrong with it.
 */
export function createAuthentication({
  user,
  password,
}: Login): (authorization: string | undefined) => boolean {
  const expected = digest(`${user}:${password}`);
  return (authorization) => {
    const encoded = /^basic +([\w+/=-]+) *$/i.exec(authorization ?? "")?.[1] ?? "";
    return timingSafeEqual(expected, digest(Buffer.from(encoded, "base64").toString("utf8")));
  };
}

/** Answers 401 without the login, so that a browser asks for it. */
export function requireLogin(login: Login, logger: Logger): RequestHandler {
  const isLogin = createAuthentication(login);
  return (request, response, next) => {
    const { authorization } = request.headers;
    if (isLogin(authorization)) {
      next();
      return;
    }
    // What was sent stays unlogged: people type passwords into the wrong field.
    if (authorization !== undefined)
      logger.warn(
        { event: "login-refused", address: request.socket.remoteAddress },
        "a wrong login",
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
