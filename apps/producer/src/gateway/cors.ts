import type { RequestHandler } from "express";

/**
 * Lets web pages of any origin use the API (CORS). Only for an API with tokens: a page can send
 * none that it was not given, and no cookie counts.
 */
export const allowAnyOrigin: RequestHandler = (request, response, next) => {
  response.set({
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "X-Request-Id, X-Dashqueue-Ignored, Retry-After",
  });
  if (request.method !== "OPTIONS") {
    next();
    return;
  }
  response.set({
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": request.get("Access-Control-Request-Headers") ?? "*",
    "Access-Control-Max-Age": "86400",
  });
  response.status(204).end();
};
