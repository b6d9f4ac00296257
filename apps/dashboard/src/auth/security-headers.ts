import helmet from "helmet";
import type { RequestHandler } from "express";

/**
 * Bull Board needs nothing but its own files and style attributes. It asks for fonts of another host, which it does without.
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
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        // Nobody puts the buttons of a logged-in board under another page's.
        frameAncestors: ["'none'"],
        // No upgrade-insecure-requests: over plain http it keeps the board at "Loading" for ever.
      },
    },
    // Whether a host is https for good is for the proxy in front of it to say.
    strictTransportSecurity: false,
    // With "no-referrer", a browser hides the Origin of a write too.
    referrerPolicy: { policy: "same-origin" },
  });
}
