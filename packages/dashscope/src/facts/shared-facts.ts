import type { Limits, Polling } from "./model.ts";
import type { Region } from "./region.ts";

/**
 * Paths of the create requests, below the base URL. DashScope's documentation: the models' API
 * pages.
 */
export const PATHS = {
  video: "/services/aigc/video-generation/video-synthesis",
  /** Keyframes, animate and speech to video. */
  imageToVideo: "/services/aigc/image2video/video-synthesis",
  textToImage: "/services/aigc/text2image/image-synthesis",
  imageToImage: "/services/aigc/image2image/image-synthesis",
  imageMessages: "/services/aigc/image-generation/generation",
  model3d: "/services/aigc/video-generation/3d-generation",
  transcription: "/services/audio/asr/transcription",
  textEmbedding: "/services/embeddings/text-embedding/text-embedding",
} as const;

/**
 * Regions by the models that they offer. DashScope's documentation: "rate limit", one table for
 * each of the four.
 */
export const BEIJING: readonly Region[] = ["cn-beijing"];
export const SINGAPORE: readonly Region[] = ["ap-southeast-1"];
export const VIRGINIA: readonly Region[] = ["us-east-1"];
export const ASIA: readonly Region[] = [...BEIJING, ...SINGAPORE];
export const LISTED: readonly Region[] = [...ASIA, ...VIRGINIA, "eu-central-1"];

/** A video takes one to five minutes. */
export const VIDEO_PACE: Polling = { firstDelayMs: 60_000 };
/** Hosted third-party models took 29 s to 56 s. */
export const VENDOR_PACE: Polling = { firstDelayMs: 30_000 };
/** An image took 21 s. */
export const IMAGE_PACE: Polling = { firstDelayMs: 10_000 };

/** The sample of a transcription took 1 s; long files take minutes. */
export const TEXT_PACE: Polling = { firstDelayMs: 5_000 };

export function limits(submitsPerSecond: number, maxInFlight: number): Limits {
  return { submitsPerSecond, maxInFlight };
}
