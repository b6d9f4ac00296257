const UPLOAD_URL = /^upload:\/\/(upl_[0-9A-HJKMNP-TV-Z]{26})$/;

/** What stands in a request where the provider's own URL will stand once the file was uploaded to it. It never leaves. */
export function uploadUrl(id: string): string {
  return `upload://${id}`;
}

/** The upload that such a URL names, or null. */
export function uploadIdOf(url: string): string | null {
  return UPLOAD_URL.exec(url)?.[1] ?? null;
}
