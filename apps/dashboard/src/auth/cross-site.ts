import type { IncomingHttpHeaders } from "node:http";

import { sendProblem } from "@dashqueue/service";
import type { Logger } from "@dashqueue/service";
import type { RequestHandler } from "express";

/**
 * Whether a write may come from a page of another site. Browsers add Basic credentials to every
 * request, whichever page sends it. They name the origin: in `Sec-Fetch-Site` on trusted
 * connections, and always in `Origin`. A write with neither header is refused, too.
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

/** Answers 403 to writes that may come from a page of another site. */
export function refuseCrossSite(logger: Logger): RequestHandler {
  return (request, response, next) => {
    if (!isCrossSite(request.method, request.headers)) {
      next();
      return;
    }
    const { method, path, headers } = request;
    logger.warn(
      { event: "cross-site-refused", method, path, origin: headers.origin },
      "write refused: it may come from a page of another site",
    );
    sendProblem(response, {
      status: 403,
      detail:
        "Writes must come from the dashboard's own page. In a script, set the header `Origin` to the dashboard's URL.",
    });
  };
}
