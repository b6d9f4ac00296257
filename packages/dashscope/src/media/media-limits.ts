import type { MediaKind } from "./media-kind.ts";

/** What a file of one kind must be. A property that is not named has no known limit. */
export interface MediaLimits {
  readonly formats?: readonly string[];
  readonly mostBytes?: number;
  /** Of width and height each, in pixels. */
  readonly side?: Range;
  /** Of the longer side to the shorter one. */
  readonly mostRatio?: number;
  readonly seconds?: Range;
  readonly leastFramesPerSecond?: number;
}

export interface Range {
  readonly least?: number;
  readonly most?: number;
}

/** The kinds of file that a URL can lead to, each with its limits. */
export type MediaRule = Readonly<Partial<Record<MediaKind, MediaLimits>>>;
