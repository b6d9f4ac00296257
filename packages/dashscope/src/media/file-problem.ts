import { EITHER } from "../checks/either.ts";
import type { MediaLimits, MediaRule, Range } from "./media-limits.ts";
import type { ProbedMedia } from "./probed-media.ts";

/**
 * The first problem of a file, as the end of a sentence that begins with its field; null if there
 * is none.
 */
export function fileProblem(rule: MediaRule, probed: ProbedMedia): string | null {
  const limits = probed.kind === "other" ? undefined : rule[probed.kind];
  if (limits === undefined) return `must be ${kindsOf(rule)}, is ${nameOf(probed)}`;
  return (
    formatProblem(limits, probed) ??
    sizeProblem(limits, probed) ??
    sideProblem(limits, probed) ??
    secondsProblem(limits, probed) ??
    framesProblem(limits, probed)
  );
}

const NAMES = { image: "an image", video: "a video", audio: "an audio file" } as const;

function kindsOf(rule: MediaRule): string {
  const kinds = (["image", "video", "audio"] as const).filter((kind) => rule[kind] !== undefined);
  return EITHER.format(kinds.map((kind) => NAMES[kind]));
}

function nameOf({ kind, format }: ProbedMedia): string {
  return kind === "other" ? "a file of another type" : `${NAMES[kind]} (${format ?? "unknown"})`;
}

function formatProblem({ formats }: MediaLimits, { format }: ProbedMedia): string | null {
  if (formats === undefined || format === null || formats.includes(format)) return null;
  return `must be ${EITHER.format(formats)}, is ${format}`;
}

function sizeProblem({ mostBytes }: MediaLimits, { sizeBytes }: ProbedMedia): string | null {
  if (mostBytes === undefined || sizeBytes === null || sizeBytes <= mostBytes) return null;
  return `must be at most ${inMegabytes(mostBytes)} MB, is ${inMegabytes(sizeBytes)} MB`;
}

function sideProblem(
  { side, mostRatio }: MediaLimits,
  { width, height }: ProbedMedia,
): string | null {
  if (width === null || height === null) return null;
  if (side !== undefined && !(isWithin(side, width) && isWithin(side, height))) {
    return `must be ${boundsOf(side)} pixels wide and high, is ${width}*${height}`;
  }
  if (mostRatio !== undefined && Math.max(width, height) > mostRatio * Math.min(width, height)) {
    return `must have a ratio of 1:${mostRatio} to ${mostRatio}:1, is ${width}*${height}`;
  }
  return null;
}

/** A container is often one video frame or audio packet longer than its content. */
export const SLACK_SECONDS = 0.1;

function secondsProblem({ seconds: range }: MediaLimits, { seconds }: ProbedMedia): string | null {
  if (range === undefined || seconds === null || isWithin(range, seconds, SLACK_SECONDS))
    return null;
  return `must be ${boundsOf(range)} seconds long, is ${inTenths(seconds)}`;
}

/** Measured rates are rounded: 16 can be measured as 15.98. */
const SLACK_FRAMES = 0.1;

function framesProblem(
  { leastFramesPerSecond: least }: MediaLimits,
  { framesPerSecond }: ProbedMedia,
): string | null {
  if (least === undefined || framesPerSecond === null || framesPerSecond >= least - SLACK_FRAMES)
    return null;
  return `must have at least ${least} frames per second, has ${inTenths(framesPerSecond)}`;
}

function isWithin({ least = 0, most = Infinity }: Range, value: number, slack = 0): boolean {
  return value >= least - slack && value <= most + slack;
}

function boundsOf({ least, most }: Range): string {
  if (least === undefined) return `at most ${most}`;
  return most === undefined ? `at least ${least}` : `${least} to ${most}`;
}

/** As the documentation counts: a megabyte has 1024 * 1024 bytes. */
export function inMegabytes(bytes: number): string {
  return inTenths(bytes / 1024 / 1024);
}

export function inTenths(value: number): string {
  return String(Math.round(value * 10) / 10);
}
