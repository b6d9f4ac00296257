import { isAscii } from "node:buffer";

import type { CreateRequest, Problem } from "@dashqueue/dashscope";
import { dataUrlOf, mediaUrls, withMediaUrls } from "@dashqueue/dashscope";
import type { EmbeddedFile } from "@dashqueue/queue/internal";
import {
  idOfContent,
  INVALID_BASE64,
  isDataUrl,
  readDataUrl,
  uploadUrl,
} from "@dashqueue/queue/internal";
import { ProblemError } from "@dashqueue/service";

import { decodeUtf8, parseJson } from "./json-text.ts";
import { longTextAt } from "./long-texts.ts";

/** A body whose large files are taken out. */
export interface BodyWithoutFiles {
  /** It names each file by the URL of the upload that it becomes. */
  readonly body: unknown;
  /** By the ids of these uploads. */
  readonly files: ReadonlyMap<string, EmbeddedFile>;
  /** How many bytes the long texts have that are not files. */
  readonly textBytes: number;
}

/**
 * Takes the files out of a body that was cut: the long texts that are files in base64, where the
 * URL of a medium belongs. Shorter files stay, as data URLs. All other long texts return to their
 * places.
 *
 * @param mostBytes of the texts that return.
 * @returns null if these are longer.
 * @throws ProblemError if a file is not valid base64, and a request error if a text is not JSON.
 */
export function takeFiles(
  body: unknown,
  longTexts: readonly Buffer[],
  mostBytes: number,
): BodyWithoutFiles | null {
  const files = new Map<string, EmbeddedFile>();
  const urls = new Map<string, string>();
  const problems: Problem[] = [];
  const request = (isObject(body) ? body : {}) as CreateRequest;
  for (const { path, url } of mediaUrls(request)) {
    if (urls.has(url)) continue;
    const json = longTextAt(url, longTexts);
    const dataUrl = asDataUrl(json === null ? url : fileTextOf(json));
    if (dataUrl === null) continue;
    const file = json === null ? undefined : readDataUrl(dataUrl);
    if (file === undefined) urls.set(url, dataUrl);
    else if (file === null) problems.push({ path, message: INVALID_BASE64 });
    else {
      const id = idOfContent(file.bytes);
      files.set(id, file);
      urls.set(url, uploadUrl(id));
    }
  }
  if (problems.length > 0) throw invalid(problems);
  let bytes = 0;
  const original = (text: string): string => {
    const found = longTextAt(text, longTexts);
    bytes += found?.length ?? 0;
    return found === null || bytes > mostBytes ? text : textOf(found);
  };
  const restored = withTexts(urls.size > 0 ? withMediaUrls(request, urls) : body, original);
  return bytes > mostBytes ? null : { body: restored, files, textBytes: bytes };
}

/** A file in base64 as a data URL; null for any other text. */
function asDataUrl(text: string): string | null {
  return isDataUrl(text) ? text : dataUrlOf(text);
}

/** A text that may be a file. Most files need no decoding and parsing of many megabytes. */
function fileTextOf(json: Buffer): string {
  const isPlain = isAscii(json) && !json.includes("\\");
  return isPlain ? json.toString("latin1", 1, json.length - 1) : textOf(json);
}

function textOf(json: Buffer): string {
  return parseJson(decodeUtf8(json)) as string;
}

/** A copy of a value in which each text and name is replaced. The value is not nested deeply. */
function withTexts(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === "string") return replace(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withTexts(item, replace));
  const fields = Object.entries(value);
  return Object.fromEntries(
    fields.map(([name, field]) => [replace(name), withTexts(field, replace)]),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(problems: readonly Problem[]): ProblemError {
  const detail = problems.map(({ path, message }) => `${path} ${message}`).join("; ");
  return new ProblemError({ status: 400, detail, errors: problems });
}
