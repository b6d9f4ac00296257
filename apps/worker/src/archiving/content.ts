import type { ResultFile, ResultKind } from "@dashqueue/dashscope";
import { signatureOf } from "@dashqueue/service";
import { fileTypeFromBuffer } from "file-type";

/** What the first bytes of a download say about it. */
export type Content =
  | {
      readonly kind: "plausible";
      /** Recognized in the bytes; null for an unknown format. */
      readonly contentType: string | null;
    }
  /** Certainly not the file. `found` completes "the host sent …". */
  | { readonly kind: "wrong"; readonly found: string };

/** What the file has to be. */
interface Claim extends Pick<ResultFile, "url" | "kind" | "contentType"> {
  /** The Content-Type of the answer, or null. */
  readonly answeredType: string | null;
}

/**
 * Compares the first bytes of a download with what it has to be (G6). Only what is certainly wrong
 * is refused, because an unknown format may still be the result of a new model.
 */
export async function contentOf(head: Buffer, claim: Claim): Promise<Content> {
  if (head.length === 0) return wrong("an empty file");
  const text = textOf(head);
  if (text !== null && /^<(\?xml[^>]*>\s*<)?Error[\s>]/i.test(text))
    return wrong("an error message in XML");
  if (text !== null && /^<(!doctype html|html|head|body)\b/i.test(text) && !isHtml(claim.url))
    return wrong("an HTML page");
  const kind = claim.kind ?? mediaKindOf(claim.answeredType);
  if (text !== null && isMedia(kind) && !text.includes("<svg")) return wrong("a text");
  if (STARTS.get(claim.contentType)?.test(head.toString("latin1")) === false)
    return wrong(`other bytes than those of ${claim.contentType}`);
  const found = ((await fileTypeFromBuffer(head)) ?? signatureOf(head))?.mime;
  return fits(found, kind)
    ? { kind: "plausible", contentType: servedAs(found) }
    : wrong(`a file of the type ${found}`);
}

/** How every file of these types starts. */
const STARTS: ReadonlyMap<string, RegExp> = new Map([
  ["application/json", /^(?:\xEF\xBB\xBF)?\s*[[{]/],
  // oxlint-disable-next-line no-control-regex -- bytes, not characters
  ["application/gzip", /^\x1F\x8B/],
  ["model/gltf-binary", /^glTF/],
]);

const wrong = (found: string): Content => ({ kind: "wrong", found });

/** The bytes as text, without white space before it; null if they are binary. */
function textOf(head: Buffer): string | null {
  try {
    // The last character may be incomplete.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    // oxlint-disable-next-line no-control-regex -- control characters make it binary
    return /[\0-\b\x0E-\x1A\x1C-\x1F]/.test(text) ? null : text.trimStart();
  } catch {
    return null;
  }
}

function isHtml(url: string): boolean {
  return /\.html?$/i.test(new URL(url).pathname);
}

const isMedia = (kind: ResultKind | null) =>
  kind === "video" || kind === "image" || kind === "audio";

function mediaKindOf(type: string | null | undefined): "video" | "image" | "audio" | null {
  const [, kind] = /^(video|image|audio)\//.exec(type ?? "") ?? [];
  return (kind as "video" | "image" | "audio" | undefined) ?? null;
}

/** Containers that hold sound alone as well as pictures. */
const CONTAINERS = /^(audio|video)\/(mp4|x-m4a|x-m4v|ogg|webm|quicktime|3gpp2?)\b/;
/** Formats with long signatures that are not media. Others are recognized by two bytes only. */
const NO_MEDIA = new Set(["application/gzip", "application/pdf", "application/zip"]);

function fits(found: string | undefined, kind: ResultKind | null): boolean {
  if (found === undefined || kind === null) return true;
  if (NO_MEDIA.has(found)) return !isMedia(kind);
  const foundKind = mediaKindOf(found);
  if (foundKind === null || foundKind === kind) return true;
  return CONTAINERS.test(found) && (kind === "video" || kind === "audio");
}

/** The type to serve the file with: no type that a browser would run. */
function servedAs(found: string | undefined): string | null {
  return found !== undefined && mediaKindOf(found) !== null && !found.includes("xml")
    ? found
    : null;
}
