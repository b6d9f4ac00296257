import { setImmediate } from "node:timers/promises";

import { BATCH_LIMIT } from "@dashqueue/queue/internal";
import type { BatchLine, BatchProblem } from "@dashqueue/queue/internal";
import { isTooDeep, MOST_LEVELS } from "@dashqueue/dashscope";
import { ProblemError } from "@dashqueue/service";

import { takeFiles } from "../http/files-in-body.ts";
import { parseWithFiles } from "../http/json-body.ts";
import { decodeUtf8, parseJson } from "../http/json-text.ts";
import { SMALL_BODY_BYTES } from "../http/large-bodies.ts";
import { cutLongTexts } from "../http/long-texts.ts";

/** The submissions of a batch, and how it is to be taken. */
export interface ReadBatch {
  readonly lines: readonly BatchLine[];
  readonly problems: readonly BatchProblem[];
  /** From the body, where it has the field. */
  readonly isQuote: boolean;
}

const NEWLINE = 0x0a;

/** The most bytes of all lines without their files: as objects they take many times the memory. */
const LINES_BYTES = 8 * SMALL_BODY_BYTES;

/** How many lines are read before other requests have their turn. */
const LINES_AT_ONCE = 100;

/**
 * Reads JSON Lines: one submission a line; blank lines are skipped. Each line is as large as the
 * body of one submission may be, and its large files are taken out.
 *
 * @throws ProblemError if there are too many lines, or they are too large.
 */
export async function readJsonLines(bytes: Buffer): Promise<ReadBatch> {
  const lines: BatchLine[] = [];
  const problems: BatchProblem[] = [];
  let restBytes = 0;
  for (let at = 0, line = 1; at < bytes.length; line += 1) {
    if (line % LINES_AT_ONCE === 0) await setImmediate();
    const newline = bytes.indexOf(NEWLINE, at);
    const end = newline === -1 ? bytes.length : newline;
    const text = bytes.subarray(at, end);
    at = end + 1;
    if (isBlank(text)) continue;
    if (lines.length + problems.length === BATCH_LIMIT) throw tooMany();
    try {
      const read = parseWithFiles(text, "");
      restBytes += read.restBytes;
      lines.push({ line, submission: read.body, files: read.files });
    } catch (error) {
      problems.push({ line, path: "", message: messageOf(error) });
      restBytes += cutLongTexts(text, SMALL_BODY_BYTES)?.rest.length ?? SMALL_BODY_BYTES;
    }
    if (restBytes > LINES_BYTES) throw tooLarge(LINES_BYTES, "Split the batch");
  }
  return { lines, problems, isQuote: false };
}

/**
 * Reads `{generations: [...], dry_run?}`. Each element counts as a line, from 1. The whole body
 * without its files is as large as that of one submission may be, because it is parsed at once.
 *
 * @throws ProblemError if the body is something else, or too large.
 */
export async function readJsonBatch(bytes: Buffer): Promise<ReadBatch> {
  const cut = cutLongTexts(bytes, SMALL_BODY_BYTES);
  if (cut === null) throw tooLarge(SMALL_BODY_BYTES, SEND_LINES);
  const body = parseJson(decodeUtf8(cut.rest), cut.longTexts);
  if (!isBatch(body)) throw new ProblemError({ status: 400, detail: WRONG_BODY });
  const { generations, dry_run: isQuote = false } = body;
  if (generations.length > BATCH_LIMIT) throw tooMany();
  const lines: BatchLine[] = [];
  const problems: BatchProblem[] = [];
  let restBytes = cut.rest.length;
  for (const [index, submission] of generations.entries()) {
    const line = index + 1;
    if (line % LINES_AT_ONCE === 0) await setImmediate();
    try {
      if (isTooDeep(submission)) throw new ProblemError({ status: 400, detail: TOO_DEEP });
      const taken = takeFiles(submission, cut.longTexts, SMALL_BODY_BYTES);
      restBytes += taken?.textBytes ?? Infinity;
      lines.push({ line, submission: taken?.body, files: taken?.files });
    } catch (error) {
      problems.push({ line, path: "", message: messageOf(error) });
    }
    if (restBytes > SMALL_BODY_BYTES) throw tooLarge(SMALL_BODY_BYTES, SEND_LINES);
  }
  return { lines, problems, isQuote };
}

interface BatchBody {
  readonly generations: readonly unknown[];
  readonly dry_run?: boolean;
}

function isBatch(body: unknown): body is BatchBody {
  if (typeof body !== "object" || body === null || !("generations" in body)) return false;
  const { generations, ...others } = body;
  const isQuote = "dry_run" in others ? typeof others.dry_run === "boolean" : true;
  const isKnown = Object.keys(others).every((name) => name === "dry_run");
  return Array.isArray(generations) && isQuote && isKnown;
}

/** A line of blanks, such as the `\r` of another line ending. */
function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
}

/** What is wrong with one line. The other lines are still read. */
function messageOf(error: unknown): string {
  if (error instanceof ProblemError) return sentenceOf(error.problem.detail ?? "");
  const { type } = error as { readonly type?: string };
  if (type === "charset.invalid") return "is not valid UTF-8";
  if (type === "entity.too.deep") return TOO_DEEP;
  throw error;
}

/** What a problem says of a body, said of a line. */
function sentenceOf(detail: string): string {
  return detail
    .replace("The body is", "is")
    .replace("at line 1, column", "at column")
    .replace(/\.$/, "");
}

const TOO_DEEP = `is nested deeper than ${MOST_LEVELS} levels`;

const WRONG_BODY =
  "Nothing was stored: send {generations: [...], dry_run?: true or false}, or one submission a line as application/jsonl.";

const SEND_LINES = "Send one submission a line as application/jsonl";

function tooLarge(mostBytes: number, advice: string): ProblemError {
  return new ProblemError({
    status: 413,
    detail: `Nothing was stored: without its files, the body is larger than ${mostBytes} bytes. ${advice}, or send its files to POST /v1/uploads.`,
  });
}

function tooMany(): ProblemError {
  return new ProblemError({
    status: 400,
    detail: `Nothing was stored: a batch has at most ${BATCH_LIMIT} generations. Split it.`,
  });
}
