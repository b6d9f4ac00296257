import type { RequestHandler } from "express";

/**
 * Gives the paths of DashScope's API one spelling: clients join a base URL and a path with two
 * slashes, and the official examples end some paths with one.
 */
export const tidyGatewayPath: RequestHandler = (request, _response, next) => {
  request.url = tidy(request.url);
  next();
};

/** `/api/v1/tasks?page_no=1` for `//api/v1//tasks/?page_no=1`; other URLs are left as they are. */
export function tidy(url: string): string {
  const end = url.indexOf("?");
  const path = end === -1 ? url : url.slice(0, end);
  const short = path.replaceAll(/\/{2,}/g, "/").replace(/\/$/, "");
  return /^\/api\/v1(\/|$)/.test(short) ? short + url.slice(path.length) : url;
}
