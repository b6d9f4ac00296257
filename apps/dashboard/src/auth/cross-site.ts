import type { IncomingHttpHeaders } from "node:http";

import { sendProblem, type Logger } from "@dashqueue/service";
import type { RequestHandler } from "express";

/**
 * Whether a write may come from another site's page: browsers send the login of Basic authentication by themselves, whoever
 * asks. They say where a request comes from: in `Sec-Fetch-Site` where the connection is trusted, in `Origin` always. A
 * write that says neither is refused too.
 */
export function isCrossSite(method: string, headers: IncomingHttpHeaders): boolean {
  if (method === "GET" || method === "HEAD") return false;
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const origin = URL.parse(headers.origin ?? "");
  return (
    origin === null || headers.host === undefined || origin.host !== headers.host.toLowerCase()
  );
}

/** Answers 403 to writes that another site's page may have sent. */
export function refuseCrossSite(logger: Logger): RequestHandler {
  return (request, response, next) => {
    if (!isCrossSite(request.method, request.headers)) {
      next();
      return;
    }
    const { method, path, headers } = request;
    logger.warn(
      { event: "cross-site-refused", method, path, origin: headers.origin },
      "a write from another site",
    );
    sendProblem(response, {
      status: 403,
      detail:
        "A write has to come from the dashboard's own page. A script sends the header `Origin`.",
    });
  };
}
