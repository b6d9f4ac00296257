import type { Problem } from "../request/problem-text.ts";

export type MediaKind = "image" | "video" | "audio";

/** What was found behind a URL. Null is what could not be found out: it is never held against a file. */
export interface ProbedMedia {
  /** Other: nothing that anybody knows as an image, a video or a sound. */
  readonly kind: MediaKind | "other";
  /** As the documentation spells it: JPEG, MP4, WAV. */
  readonly format: string | null;
  readonly sizeBytes: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly seconds: number | null;
  readonly framesPerSecond: number | null;
}

/** A probed file of a request, with its place and the part that it plays there. */
export interface PlacedMedia {
  readonly path: string;
  readonly role: string;
  readonly probed: ProbedMedia;
}

/** What a file of one kind must be. What is not named is not known to be limited. */
export interface MediaLimits {
  readonly formats?: readonly string[];
  readonly mostBytes?: number;
  /** Of width and height each, in pixels. */
  readonly side?: Range;
  /** Of the longer side to the shorter. */
  readonly mostRatio?: number;
  readonly seconds?: Range;
  readonly leastFramesPerSecond?: number;
}

export interface Range {
  readonly least?: number;
  readonly most?: number;
}

/** What a URL may lead to. */
export type MediaRule = Readonly<Partial<Record<MediaKind, MediaLimits>>>;

/** What several files of a request must be together. */
export type TogetherRule = (media: readonly PlacedMedia[]) => readonly Problem[];

/** What the files of a model's requests must be, by the parts that they play. */
export interface MediaRules {
  readonly roles: Readonly<Record<string, MediaRule>>;
  readonly together: readonly TogetherRule[];
}

/** What is wrong with the files of a request, one sentence for each, and for those that do not go together. */
export function mediaProblems(
  rules: MediaRules,
  media: readonly PlacedMedia[],
): readonly Problem[] {
  const single = media.flatMap(({ path, role, probed }) => {
    const rule = Object.hasOwn(rules.roles, role) ? rules.roles[role] : undefined;
    const message = rule === undefined ? null : mediaProblem(rule, probed);
    return message === null ? [] : [{ path, message }];
  });
  const wrong = new Set(single.map(({ path }) => path));
  const together = rules.together
    .flatMap((rule) => rule(media))
    .filter(({ path }) => !wrong.has(path));
  return [...single, ...together];
}

/** The first thing that is wrong with a file, as the end of a sentence that begins with its field; null where nothing is. */
export function mediaProblem(rule: MediaRule, probed: ProbedMedia): string | null {
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

const ARTICLES = { image: "an image", video: "a video", audio: "a sound" } as const;

function kindsOf(rule: MediaRule): string {
  const kinds = (["image", "video", "audio"] as const).filter((kind) => rule[kind] !== undefined);
  return kinds.map((kind) => ARTICLES[kind]).join(" or ");
}

function nameOf({ kind, format }: ProbedMedia): string {
  return kind === "other"
    ? "nothing that can be read as one"
    : `${ARTICLES[kind]} (${format ?? "unknown"})`;
}

function formatProblem({ formats }: MediaLimits, { format }: ProbedMedia): string | null {
  if (formats === undefined || format === null || formats.includes(format)) return null;
  return `must be ${formats.join(", ")}, is ${format}`;
}

const MEBIBYTE = 1024 * 1024;

function sizeProblem({ mostBytes }: MediaLimits, { sizeBytes }: ProbedMedia): string | null {
  if (mostBytes === undefined || sizeBytes === null || sizeBytes <= mostBytes) return null;
  return `must be at most ${mostBytes / MEBIBYTE} MB, has ${(sizeBytes / MEBIBYTE).toFixed(1)}`;
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
    return `must be 1:${mostRatio} to ${mostRatio}:1, is ${width}*${height}`;
  }
  return null;
}

/** A container is often a frame or a packet of sound longer than what is seen. */
const SLACK_SECONDS = 0.1;

function secondsProblem({ seconds: range }: MediaLimits, { seconds }: ProbedMedia): string | null {
  if (range === undefined || seconds === null || isWithin(range, seconds, SLACK_SECONDS))
    return null;
  return `must be ${boundsOf(range)} seconds long, is ${inTenths(seconds)}`;
}

/** Measured rates are rounded: 16 may be seen as 15.98. */
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

function inTenths(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** These files may be so long in all. */
export function mostSecondsTogether(most: number, ...roles: readonly string[]): TogetherRule {
  return (media) => {
    const counted = media.filter(({ role }) => roles.includes(role));
    const all = counted.reduce((sum, { probed }) => sum + (probed.seconds ?? 0), 0);
    const last = counted.at(-1);
    if (last === undefined || all <= most + SLACK_SECONDS) return [];
    const others = counted.length > 1 ? " together with the others" : "";
    const message = `must be at most ${most} seconds long${others}, is ${inTenths(all)}`;
    return [{ path: last.path, message }];
  };
}

/** One file must have exactly the width and height of another, where both are there. */
export function asLargeAs(role: string, other: string): TogetherRule {
  return (media) => {
    const one = media.find((item) => item.role === role);
    const model = media.find((item) => item.role === other);
    if (one === undefined || model === undefined) return [];
    const [{ width, height }, wanted] = [one.probed, model.probed];
    if (width === null || wanted.width === null) return [];
    if (width === wanted.width && height === wanted.height) return [];
    const message = `must be as large as ${other}, ${wanted.width}*${wanted.height}, is ${width}*${height}`;
    return [{ path: one.path, message }];
  };
}
