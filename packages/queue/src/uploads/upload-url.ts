import { createHash } from "node:crypto";

import { DEFAULT_TENANT } from "../generation/tenant-id.ts";

const SCHEME = "upload://";
const ID = /^upl_[0-9A-HJKMNP-TV-Z]{26}$/;
/** The digits of ids: Crockford's base 32. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The folder of our uploads in `oss://` URLs. The provider's own folders have other names. */
export const OSS_FOLDER = "dashqueue";
const OSS_URL = `oss://${OSS_FOLDER}/`;

/**
 * The URL of an upload, as requests name it. The provider's own URL replaces it before the request
 * is sent.
 */
export function uploadUrl(id: string): string {
  return `${SCHEME}${id}`;
}

/** Whether a URL names an upload, in our form or in the one that DashScope's SDKs make. */
export function isUploadUrl(url: string): boolean {
  return url.startsWith(SCHEME) || url.startsWith(OSS_URL);
}

/** The id of the upload that a URL names; null for any other URL. */
export function uploadIdOf(url: string): string | null {
  if (url.startsWith(OSS_URL)) return idOfKey(url.slice("oss://".length));
  const id = url.startsWith(SCHEME) ? url.slice(SCHEME.length) : "";
  return ID.test(id) ? id : null;
}

/**
 * The id under which a tenant's upload is stored. Each tenant has names of its own, so that none
 * can use, replace or find out about an upload of another, not even one with the same bytes.
 */
export function storedUploadId(tenant: string, id: string): string {
  return tenant === DEFAULT_TENANT ? id : `${tenant}.${id}`;
}

/** The id of the upload with this key. DashScope's SDKs name it `oss://<key>`. */
export function idOfKey(key: string): string {
  return derivedId(`key ${key}`);
}

/** The id of a file that nobody named: the same bytes are stored once. */
export function idOfContent(bytes: Uint8Array): string {
  return derivedId(`sha256 ${createHash("sha256").update(bytes).digest("hex")}`);
}

function derivedId(name: string): string {
  const digest = createHash("sha256").update(name).digest().subarray(0, 26);
  return `upl_${Array.from(digest, (byte) => DIGITS[byte % DIGITS.length]).join("")}`;
}
