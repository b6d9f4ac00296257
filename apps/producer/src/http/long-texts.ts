/** Only files are as long as this, and some prompts. */
const LONG_TEXT_BYTES = 8 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** JSON in two parts. */
export interface CutJson {
  /** The JSON, with a marker in place of each long text. */
  readonly rest: Buffer;
  /** The long texts, as JSON with their quotes. */
  readonly longTexts: readonly Buffer[];
}

/**
 * Cuts the long texts out of JSON. What is left is small, so it can be parsed and checked in little
 * time and memory: parsed objects and lists take many times their size.
 *
 * @returns null if more than this many bytes are left.
 */
export function cutLongTexts(json: Buffer, mostBytes: number): CutJson | null {
  const parts: Buffer[] = [];
  const longTexts: Buffer[] = [];
  let restBytes = json.length;
  let from = 0;
  let texts = 0;
  for (let at = json.indexOf(QUOTE); at !== -1; at = json.indexOf(QUOTE, at)) {
    const end = endOfText(json, at + 1);
    if (end - at > LONG_TEXT_BYTES) {
      parts.push(json.subarray(from, at), Buffer.from(JSON.stringify(markerOf(longTexts.length))));
      longTexts.push(json.subarray(at, end));
      restBytes -= end - at;
      from = end;
    }
    at = end;
    texts += 1;
    // The two quotes of each text are left, so the rest is too long already.
    if (2 * texts > mostBytes) return null;
  }
  if (restBytes > mostBytes) return null;
  return { rest: Buffer.concat([...parts, json.subarray(from)]), longTexts };
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

/** No text of a request has this character: it would be refused. */
const MARK = "\u0000";

function markerOf(index: number): string {
  return MARK + index;
}

/** The long text that a marker stands for; null for any other text. */
export function longTextAt(text: string, longTexts: readonly Buffer[]): Buffer | null {
  return text.startsWith(MARK) ? (longTexts[Number(text.slice(MARK.length))] ?? null) : null;
}

/** How much longer a part of the rest was before the long texts were cut out of it. */
export function charactersCut(part: string, longTexts: readonly Buffer[]): number {
  const markers = [...part.matchAll(/"\\u0000(\d+)"/g)];
  return markers.reduce((sum, [marker, index]) => {
    const cut = longTexts[Number(index)]?.toString() ?? marker;
    return sum + cut.length - marker.length;
  }, 0);
}
