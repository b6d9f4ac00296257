import type { CreateRequest } from "@dashqueue/dashscope";
import { isTooDeep, mediaUrls, withMediaUrls } from "@dashqueue/dashscope";

import { isDataUrl } from "../uploads/data-url.ts";

/** The most that Redis holds of one submission. */
export const MOST_CHARACTERS = 1024 * 1024;

/**
 * Why a submission is too large, or null. Checked first, because some checks take time in
 * proportion to the length of a text. A submission that is nested too deeply is not measured.
 *
 * @param storesFiles whether files in base64 become uploads; then they do not count.
 */
export function sizeProblem(body: object, storesFiles: boolean): string | null {
  if (isTooDeep(body)) return null;
  const rest = storesFiles ? withoutFiles(body as CreateRequest) : body;
  return charactersIn(rest) <= MOST_CHARACTERS ? null : TOO_LARGE;
}

function withoutFiles(request: CreateRequest): CreateRequest {
  const files = mediaUrls(request).filter(({ url }) => isDataUrl(url));
  return withMediaUrls(request, new Map(files.map(({ url }) => [url, ""])));
}

function charactersIn(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 1;
  return Object.entries(value).reduce(
    (sum, [name, item]) => sum + name.length + charactersIn(item),
    0,
  );
}

const TOO_LARGE = `must have at most ${MOST_CHARACTERS} characters without its files: send each file to POST /v1/uploads and name it by the returned URL`;
