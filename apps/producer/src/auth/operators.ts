import type { Request, Response, Router as ExpressRouter } from "express";
import { Router } from "express";

import type { Authentication, CallerCheck } from "./authentication.ts";
import { sendDenied } from "./authentication.ts";

export interface OperatorCheck extends Pick<CallerCheck, "authentication" | "logins"> {
  readonly operators: Authentication;
}

/** Lets operators read a path of tenants for all of them. It leaves other callers to the next. */
export function letOperatorsRead(
  { authentication, operators, logins }: OperatorCheck,
  path: string,
  send: (request: Request, response: Response) => Promise<void>,
): ExpressRouter {
  const router = Router();
  // Not `get`, which would answer OPTIONS, too.
  router.use(path, async (request, response, next) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (!isRead || request.path !== "/") return next();
    // One check of both, so that a wrong token counts once.
    const find = async (credentials: string | undefined) => {
      if ((await operators.callerOf(credentials)) !== null) return "operator";
      return (await authentication.callerOf(credentials)) === null ? null : "tenant";
    };
    const result = await logins.check(request.ip, request.get("authorization"), find);
    if (result.kind !== "accepted") return sendDenied(response, result);
    if (result.found === "tenant") next();
    else await send(request, response);
  });
  return router;
}
