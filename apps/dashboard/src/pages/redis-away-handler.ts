import { isRedisAway } from "@dashqueue/service";
import type { Logger } from "@dashqueue/service";
import type { ErrorRequestHandler } from "express";

import { BOARD_PATH } from "../paths.ts";
import { renderMessage } from "../html/page.ts";
import { translationFor } from "../texts/language.ts";

const AWAY = "Redis is not responding. No data is lost; this page reloads automatically.";

/**
 * Answers 503 while Redis is unreachable: a page that reloads for people, and for Bull Board's
 * script an error in the form that it shows. Other errors are passed to the next handler.
 */
export function redisAwayHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (!isRedisAway(error) || response.headersSent) {
      next(error);
      return;
    }
    logger.warn(
      { event: "redis-away", method: request.method, error },
      "request failed: redis is not responding",
    );
    response.status(503).set({ "Retry-After": "2", "Cache-Control": "no-store" });
    if (request.path.startsWith(`${BOARD_PATH}/api/`))
      response.json({ error: "Redis unavailable", message: AWAY });
    else {
      const t = translationFor(response);
      response
        .type("text/html")
        .send(renderMessage(t("Redis unavailable"), t(AWAY), t, { refreshSeconds: 5 }));
    }
  };
}
