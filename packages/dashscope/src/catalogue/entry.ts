import { z } from "zod";

import type { Region } from "../client/region.ts";
import { ANY_MEDIA } from "./media.ts";
import type { Entry, Limits, Model, Polling, UsageShape } from "./model.ts";

/** Where tasks are created, below the base URL. DashScope's documentation: the models' API pages. */
export const PATHS = {
  video: "/services/aigc/video-generation/video-synthesis",
  /** Keyframes, animate and speech to video. */
  imageToVideo: "/services/aigc/image2video/video-synthesis",
  textToImage: "/services/aigc/text2image/image-synthesis",
  imageToImage: "/services/aigc/image2image/image-synthesis",
  imageMessages: "/services/aigc/image-generation/generation",
} as const;

/** Regions by their offer. DashScope's documentation: "rate limit", one table for each of the four. */
export const BEIJING: readonly Region[] = ["cn-beijing"];
export const SINGAPORE: readonly Region[] = ["ap-southeast-1"];
export const VIRGINIA: readonly Region[] = ["us-east-1"];
export const ASIA: readonly Region[] = [...BEIJING, ...SINGAPORE];
export const LISTED: readonly Region[] = [...ASIA, ...VIRGINIA, "eu-central-1"];

/** The documentation asks for 15 s between two looks at a video, which takes one to five minutes. */
export const VIDEO_PACE: Polling = { firstDelayMs: 60_000, intervalMs: 15_000 };
/** Hosted models of others were seen to take 29 s to 56 s. */
export const VENDOR_PACE: Polling = { firstDelayMs: 30_000, intervalMs: 15_000 };
/** 10 s between two looks at an image, for which 21 s were seen. */
export const IMAGE_PACE: Polling = { firstDelayMs: 10_000, intervalMs: 10_000 };

export const VIDEO_DURATION: UsageShape = { units: "video_duration", tier: null };
export const DURATION_AND_SR: UsageShape = { units: "duration", tier: "SR" };
export const IMAGE_COUNT: UsageShape = { units: "image_count", tier: null };

export function limits(submitsPerSecond: number, maxInFlight: number): Limits {
  return { submitsPerSecond, maxInFlight };
}

/** A model under each of its names. */
export function modelsOf(entry: Entry): readonly Model[] {
  return Object.entries(entry.names).map(([id, regions]) => modelOf(entry, id, regions));
}

/** A model under one name. */
export function modelOf({ shape, ...entry }: Entry, id: string, regions: readonly Region[]): Model {
  return {
    ...entry,
    id,
    sentAs: id,
    limitGroup: entry.limitGroup ?? Object.keys(entry.names)[0] ?? id,
    media: entry.media ?? ANY_MEDIA,
    regions,
    request: shape.schemaOf(z.literal(id)),
    problemsOf: shape.problemsOf,
  };
}
