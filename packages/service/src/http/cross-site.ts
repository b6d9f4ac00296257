import type { IncomingHttpHeaders } from "node:http";

import type { RequestHandler } from "express";

import type { Logger } from "../log/logger.ts";
import { sendProblem } from "./problem.ts";

/**
 * The page that sent a write: one of ours, one of another site, or none that is named, as with
 * clients that are not browsers. Browsers name the origin in `Sec-Fetch-Site` on trusted
 * connections, and in `Origin` with every write.
 *
 * @param publicUrl our address behind a reverse proxy that changes `Host`.
 */
export function pageOf(
  headers: IncomingHttpHeaders,
  publicUrl?: string,
): "ours" | "other" | "unnamed" {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none" ? "ours" : "other";
  if (headers.origin === undefined) return "unnamed";
  const origin = URL.parse(headers.origin);
  const hosts = [headers.host?.toLowerCase(), URL.parse(publicUrl ?? "")?.host];
  return origin !== null && hosts.includes(origin.host) ? "ours" : "other";
}

export interface CrossSiteOptions {
  readonly logger: Pick<Logger, "warn">;
  /** Whether a write that names no page is accepted, such as one of curl or an SDK. */
  readonly acceptsUnnamed: boolean;
  readonly publicUrl?: string | undefined;
  /** Tells the caller of a refused write what to do. */
  readonly detail: string;
}

/** Answers 403 to writes of pages of other sites (CSRF). */
export function refuseCrossSite(options: CrossSiteOptions): RequestHandler {
  const { logger, acceptsUnnamed, publicUrl, detail } = options;
  return ({ method, path, headers }, response, next) => {
    const page = method === "GET" || method === "HEAD" ? "ours" : pageOf(headers, publicUrl);
    if (page === "ours" || (page === "unnamed" && acceptsUnnamed)) {
      next();
      return;
    }
    logger.warn(
      { event: "cross-site-refused", method, path, origin: headers.origin },
      "write refused: it may come from a page of another site",
    );
    sendProblem(response, { status: 403, detail });
  };
}
