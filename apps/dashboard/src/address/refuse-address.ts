import type { RequestHandler } from "express";

import { placeOf, renderMessage, sendPage } from "../html/page.ts";
import { translationFor } from "../texts/language.ts";
import { addressProblem } from "./address-problem.ts";

/** Refuses a page with parameters that it does not have, or cannot read. */
export const refuseAddress: RequestHandler = ({ method, path, query }, response, next) => {
  if (method !== "GET" && method !== "HEAD") return next();
  const t = translationFor(response);
  const problem = addressProblem(path.replace(/(?<=.)\/$/, ""), query, t);
  if (problem === null) return next();
  const place = placeOf(path) ?? "/generations";
  sendPage(response, renderMessage(t("The address is wrong"), problem, t, { place }), 400);
};
