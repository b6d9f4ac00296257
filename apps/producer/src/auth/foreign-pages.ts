import type { Logger } from "@dashqueue/service";
import { refuseCrossSite, requireLoopbackHost } from "@dashqueue/service";
import type { RequestHandler } from "express";

export interface ForeignPagesPorts {
  /** Whether callers need no token. */
  readonly isOpen: boolean;
  readonly publicUrl?: string | undefined;
  readonly logger: Pick<Logger, "warn">;
}

/**
 * Keeps web pages that someone opens on the producer's machine or network from spending money.
 * Clients that are not browsers are not affected. With tokens any `Host` is accepted, because a
 * page knows none of them, and a reverse proxy may serve any name.
 */
export function refuseForeignPages(ports: ForeignPagesPorts): readonly RequestHandler[] {
  const { isOpen, publicUrl, logger } = ports;
  const crossSite = refuseCrossSite({
    logger,
    publicUrl,
    acceptsUnnamed: true,
    detail: CROSS_SITE,
  });
  return isOpen
    ? [requireLoopbackHost({ logger, publicUrl, detail: OTHER_HOST }), crossSite]
    : [crossSite];
}

const CROSS_SITE =
  "Pages of other sites must not write. Send the request from your own server. If a reverse proxy serves your page and this API, set PRODUCER_PUBLIC_URL to their address.";

const OTHER_HOST =
  "Without PRODUCER_TOKENS, this API is only served as localhost or 127.0.0.1. Use one of these, or set PRODUCER_TOKENS, or PRODUCER_PUBLIC_URL to the address in the Host header.";
