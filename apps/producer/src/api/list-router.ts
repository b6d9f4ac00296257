import type { Found, GenerationView, FindPage, Generation } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";
import { Router } from "express";

import type { OperatorCheck } from "../auth/operators.ts";
import { letOperatorsRead } from "../auth/operators.ts";
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

/** The same for operators: what all tenants have, or one. */
export function operatorsListRouter(check: OperatorCheck, queue: ListPorts): Router {
  return letOperatorsRead(check, "/v1/generations", (request, response) =>
    sendList(queue, request, response),
  );
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
