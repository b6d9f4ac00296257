import helmet from "helmet";
import type { RequestHandler } from "express";

/**
 * Everything comes from this origin: our pages, Bull Board's files, pictures and media. Only styles
 * may be inline.
 */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        mediaSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        // Prevents clickjacking.
        frameAncestors: ["'none'"],
        // No upgrade-insecure-requests: over plain HTTP, the board would never finish loading.
      },
    },
    // HSTS is the decision of the proxy that terminates TLS.
    strictTransportSecurity: false,
    // With "no-referrer", browsers send `Origin: null` with writes, which are then refused as those
    // of another site.
    referrerPolicy: { policy: "same-origin" },
  });
}
