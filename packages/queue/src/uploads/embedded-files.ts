import { createHash } from "node:crypto";

import type { CreateRequest, Problem } from "@dashqueue/dashscope";
import { mediaUrls, withMediaUrls } from "@dashqueue/dashscope";

import type { EmbeddedFile } from "./data-url.ts";
import { isDataUrl, readDataUrl } from "./data-url.ts";
import type { Added } from "./upload-store.ts";
import { idOfContent, uploadUrl } from "./upload-url.ts";

/** Stores a file as an upload, unless it exists. @throws if the storage fails. */
export type StoreFile = (id: string, file: EmbeddedFile) => Promise<Added>;

export type StoredFiles =
  | { readonly ok: true; readonly request: CreateRequest }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Stores the files that a request holds in base64, and returns the request with the URLs of these
 * uploads. The same request always gets the same URLs.
 */
export async function storeEmbeddedFiles(
  request: CreateRequest,
  store: StoreFile,
): Promise<StoredFiles> {
  const urls = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { path, url } of mediaUrls(request)) {
    if (!isDataUrl(url) || urls.has(url)) continue;
    const stored = await storeFile(url, store);
    if (stored.ok) urls.set(url, stored.url);
    else problems.push({ path, message: stored.message });
  }
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, request: withMediaUrls(request, urls) };
}

async function storeFile(
  dataUrl: string,
  store: StoreFile,
): Promise<{ ok: true; url: string } | { ok: false; message: string }> {
  const file = readDataUrl(dataUrl);
  if (file === null) return { ok: false, message: INVALID };
  const id = idOfContent(createHash("sha256").update(file.bytes).digest("hex"));
  const added = await store(id, file);
  return added.kind === "added"
    ? { ok: true, url: uploadUrl(id) }
    : { ok: false, message: MESSAGES[added.kind] };
}

const INVALID =
  "is not valid base64: encode the bytes of the file, without line breaks, as data:{mime};base64,…";

const MESSAGES: Readonly<Record<Exclude<Added["kind"], "added">, string>> = {
  "too-large": "is too large: send a smaller file, or ask the operator to raise UPLOAD_LIMIT_BYTES",
  "wrong-type": "is not a file of a known type: declare it, as in data:image/png;base64,…",
  taken: "cannot be stored: send the file to POST /v1/uploads",
};
