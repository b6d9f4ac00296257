import type { MediaKind } from "./media-kind.ts";

/** What is known about the file behind a URL. Null means unknown, and is never a problem. */
export interface ProbedMedia {
  /** `other` is neither an image nor a video nor audio. */
  readonly kind: MediaKind | "other";
  /** As the documentation spells it: JPEG, MP4, WAV. */
  readonly format: string | null;
  readonly sizeBytes: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly seconds: number | null;
  readonly framesPerSecond: number | null;
}

/** A probed file of a request, with its path and role there. */
export interface PlacedMedia {
  readonly path: string;
  readonly role: string;
  readonly probed: ProbedMedia;
}
