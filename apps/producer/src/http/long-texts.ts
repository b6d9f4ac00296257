/** Shorter texts count: only a file is as long as this. */
const LONG_TEXT_BYTES = 8 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The size of JSON without its long texts. Parsed objects and lists take many times their size in
 * memory, unlike a long text.
 *
 * @param enough counting stops soon after this many bytes.
 */
export function bytesOutsideLongTexts(json: Buffer, enough: number): number {
  let count = 0;
  for (let at = 0; at < json.length && count <= enough;) {
    const start = json.indexOf(QUOTE, at);
    if (start === -1) return count + json.length - at;
    const end = endOfText(json, start + 1);
    const isLong = end - start > LONG_TEXT_BYTES;
    count += start - at + (isLong ? 0 : end - start);
    at = end;
  }
  return count;
}

/** The place after the closing quote of a text. */
function endOfText(json: Buffer, start: number): number {
  for (let at = start; ; at += 1) {
    at = json.indexOf(QUOTE, at);
    if (at === -1) return json.length;
    let backslashes = 0;
    while (json[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
}
