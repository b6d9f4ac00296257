import type { RequestHandler } from "express";

import { isLoopback } from "../env/open-host.ts";
import type { Logger } from "../log/logger.ts";
import { sendProblem } from "./problem.ts";

/**
 * Whether a `Host` header names this machine, or the public address of this service. A request
 * without the header cannot come from a browser.
 */
export function isOwnHost(host: string | undefined, publicUrl?: string): boolean {
  if (host === undefined) return true;
  const named = URL.parse(`http://${host}`);
  if (named === null) return false;
  const name = named.hostname.replace(/^\[|\]$/g, "");
  return (
    isLoopback(name) || name.endsWith(".localhost") || name === URL.parse(publicUrl ?? "")?.hostname
  );
}

export interface LoopbackHostOptions {
  readonly logger: Pick<Logger, "warn">;
  readonly publicUrl?: string | undefined;
  /** Tells the caller of a refused request what to do. */
  readonly detail: string;
}

/**
 * Answers 403 to requests for other hosts. An attacker can point a name at 127.0.0.1 after a
 * browser has loaded a page from it (DNS rebinding); the page then counts as ours.
 */
export function requireLoopbackHost(options: LoopbackHostOptions): RequestHandler {
  const { logger, publicUrl, detail } = options;
  return ({ method, path, headers: { host } }, response, next) => {
    if (isOwnHost(host, publicUrl)) {
      next();
      return;
    }
    logger.warn(
      { event: "host-refused", method, path, host },
      "request refused: it names another host, possibly by DNS rebinding",
    );
    sendProblem(response, { status: 403, detail });
  };
}
