import type { RequestHandler } from "express";

import { renderMessage, sendPage } from "../html/page.ts";
import { translationFor } from "../texts/language.ts";

/** Answers a browser that asks for an unknown page; other clients get the next handler's answer. */
export const pageNotFoundHandler: RequestHandler = (request, response, next) => {
  if (request.accepts("json", "html") !== "html") return next();
  const t = translationFor(response);
  const sentence = t("There is no page at {path}. The links above lead to all pages.", {
    path: request.path,
  });
  sendPage(response, renderMessage(t("Page not found"), sentence, t), 404);
};
