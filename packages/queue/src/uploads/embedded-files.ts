import type { CreateRequest, Problem } from "@dashqueue/dashscope";
import { mediaUrls, withMediaUrls } from "@dashqueue/dashscope";

import type { Generation, Queued } from "../generation/generation.ts";
import type { EmbeddedFile } from "./data-url.ts";
import { INVALID_BASE64, isDataUrl, readDataUrl } from "./data-url.ts";
import { idOfContent, storedUploadId, uploadIdOf, uploadUrl } from "./upload-url.ts";

/** Stores a file as an upload, unless it exists. @throws if the storage fails. */
export type StoreFile = (id: string, file: EmbeddedFile) => Promise<StoredFile>;

export interface StoredFile {
  /** `taken` if the id belongs to another file. */
  readonly kind: "added" | "too-large" | "wrong-type" | "taken";
}

export type StoredFiles =
  | { readonly ok: true; readonly request: CreateRequest }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Stores the files of a request that are not stored yet, and returns the request with the URLs of
 * these uploads. The same request always gets the same URLs.
 *
 * @param files those that the request already names by the URLs of their uploads, by id; others are
 *   in the request itself, in base64.
 */
export async function storeEmbeddedFiles(
  { request, tenant }: Pick<Generation, "request" | "tenant">,
  files: ReadonlyMap<string, EmbeddedFile>,
  store: StoreFile,
): Promise<StoredFiles> {
  const urls = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { path, url } of mediaUrls(request)) {
    const found = urls.has(url) ? undefined : fileAt(url, files);
    if (found === undefined) continue;
    if (found === null) {
      problems.push({ path, message: INVALID_BASE64 });
      continue;
    }
    const { kind } = await store(storedUploadId(tenant, found.id), found.file);
    if (kind === "added") urls.set(url, uploadUrl(found.id));
    else problems.push({ path, message: MESSAGES[kind] });
  }
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, request: withMediaUrls(request, urls) };
}

/** The generation with uploads in place of the files that its request holds in base64. */
export async function withoutFiles(
  { storeFile }: { readonly storeFile?: StoreFile | undefined },
  generation: Queued,
  files: ReadonlyMap<string, EmbeddedFile> = new Map(),
): Promise<
  | { readonly ok: true; readonly generation: Queued }
  | { readonly ok: false; readonly problems: readonly Problem[] }
> {
  if (storeFile === undefined) return { ok: true, generation };
  const stored = await storeEmbeddedFiles(generation, files, storeFile);
  if (!stored.ok) return stored;
  const input = { ...stored.request.input };
  return { ok: true, generation: { ...generation, request: { ...generation.request, input } } };
}

/** The file that a URL stands for; null if it is damaged, undefined if there is none. */
function fileAt(
  url: string,
  files: ReadonlyMap<string, EmbeddedFile>,
): { readonly id: string; readonly file: EmbeddedFile } | null | undefined {
  if (isDataUrl(url)) {
    const file = readDataUrl(url);
    return file && { id: idOfContent(file.bytes), file };
  }
  const id = uploadIdOf(url) ?? "";
  const file = files.get(id);
  return file && { id, file };
}

const MESSAGES: Readonly<Record<Exclude<StoredFile["kind"], "added">, string>> = {
  "too-large": "is too large: send a smaller file, or ask the operator to raise UPLOAD_LIMIT_BYTES",
  "wrong-type": "is not a file of a known type: declare it, as in data:image/png;base64,…",
  taken: "cannot be stored: send the file to POST /v1/uploads",
};
