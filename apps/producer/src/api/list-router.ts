import type { Found, GenerationView, FindPage, Generation } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";
import { Router } from "express";

import type { Authentication, CallerCheck } from "../auth/authentication.ts";
import { sendDenied } from "../auth/authentication.ts";
import type { QueueOf } from "../auth/queue-of.ts";
import { cursorAfter, readListQuery } from "./list-query.ts";

interface ListPorts {
  find(page: FindPage): Promise<Found>;
  views(generations: readonly Generation[]): Promise<readonly GenerationView[]>;
}

/** `GET /v1/generations`: what the caller's tenant has. */
export function listRouter(queueOf: QueueOf<"find" | "views">): Router {
  const router = Router();
  router.get("/v1/generations", (request, response) => {
    const { tenant } = request.query;
    if (tenant === undefined) return sendList(queueOf(request), request, response);
    sendProblem(response, { status: 400, detail: "The query is invalid.", errors: [FOREIGN] });
    return Promise.resolve();
  });
  return router;
}

const FOREIGN = {
  path: "tenant",
  message: "is for operators, who send one of ADMIN_TOKENS. Omit it: your key lists its own tenant",
};

interface OperatorsPorts extends Pick<CallerCheck, "authentication" | "logins"> {
  readonly operators: Authentication;
  readonly queue: ListPorts;
}

/** The same for operators: what all tenants have, or one. It leaves other callers to the next. */
export function operatorsListRouter(ports: OperatorsPorts): Router {
  const { authentication, operators, logins, queue } = ports;
  const router = Router();
  // Not `get`, which would answer OPTIONS, too.
  router.use("/v1/generations", async (request, response, next) => {
    const isList = request.method === "GET" || request.method === "HEAD";
    if (!isList || request.path !== "/") return next();
    // One check of both, so that a wrong token counts once.
    const find = async (credentials: string | undefined) => {
      if ((await operators.callerOf(credentials)) !== null) return "operator";
      return (await authentication.callerOf(credentials)) === null ? null : "tenant";
    };
    const result = await logins.check(request.ip, request.get("authorization"), find);
    if (result.kind !== "accepted") return sendDenied(response, result);
    if (result.found === "tenant") next();
    else await sendList(queue, request, response);
  });
  return router;
}

async function sendList(
  { find, views }: ListPorts,
  request: Request,
  response: Response,
): Promise<void> {
  const read = readListQuery(request.query);
  if (!read.ok) {
    sendProblem(response, { status: 400, detail: "The query is invalid.", errors: read.problems });
    return;
  }
  const { generations, next } = await find(read.query);
  response.json({
    data: await views(generations),
    next_cursor: next === null ? null : cursorAfter(next),
  });
}
