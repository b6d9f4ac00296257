const BASE64 = /^data:([^,;]{0,127})[^,]{0,127};base64,/i;

/** A file that a request holds instead of naming it by a URL. */
export interface EmbeddedFile {
  /** As the sender declares it, such as `image/png`; it can be empty. */
  readonly declaredType: string;
  readonly bytes: Buffer;
}

/** Whether a URL is a file itself, in base64. */
export function isDataUrl(url: string): boolean {
  return BASE64.test(url);
}

/** The file in a data URL; null if it is not valid base64. Padding can be missing. */
export function readDataUrl(url: string): EmbeddedFile | null {
  const [prefix = "", declaredType = ""] = BASE64.exec(url) ?? [];
  const text = url.slice(prefix.length).replace(/={1,2}$/, "");
  if (text.length < 2 || /[^A-Za-z0-9+/]/.test(text)) return null;
  return { declaredType: declaredType.toLowerCase(), bytes: Buffer.from(text, "base64") };
}

export const INVALID_BASE64 =
  "is not valid base64: encode the bytes of the file, without line breaks, as data:{mime};base64,…";
