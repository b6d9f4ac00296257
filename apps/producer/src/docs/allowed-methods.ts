import { sendProblem } from "@dashqueue/service";
import type { RequestHandler } from "express";

import { PATHS } from "../operations/paths.ts";

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

const ALLOWED = Object.entries(PATHS).map(([path, operations]) => {
  const methods = METHODS.filter((method) => operations[method] !== undefined);
  return {
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+").replaceAll(".", "\\.")}/?$`, "i"),
    allow: methods.flatMap((method) =>
      method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()],
    ),
  };
});

/** Answers 405 with `Allow` to a method that a path does not have, and `OPTIONS` with 204. */
export const allowedMethods: RequestHandler = (request, response, next) => {
  const path = request.baseUrl + request.path;
  const found = ALLOWED.find(({ pattern }) => pattern.test(path));
  if (found === undefined || found.allow.includes(request.method)) return next();
  const allow = [...found.allow, "OPTIONS"].join(", ");
  response.set("Allow", allow);
  if (request.method === "OPTIONS") response.status(204).end();
  else
    sendProblem(response, {
      status: 405,
      detail: `This path does not have ${request.method}. Use ${allow}.`,
    });
};
