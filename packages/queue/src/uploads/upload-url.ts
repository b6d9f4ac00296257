const SCHEME = "upload://";
const ID = /^upl_[0-9A-HJKMNP-TV-Z]{26}$/;

/**
 * The URL of an upload, as requests name it. The provider's own URL replaces it before the request
 * is sent.
 */
export function uploadUrl(id: string): string {
  return `${SCHEME}${id}`;
}

export function isUploadUrl(url: string): boolean {
  return url.startsWith(SCHEME);
}

/** The id of the upload that a URL names; null for any other URL. */
export function uploadIdOf(url: string): string | null {
  const id = isUploadUrl(url) ? url.slice(SCHEME.length) : "";
  return ID.test(id) ? id : null;
}
