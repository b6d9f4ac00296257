import type { Check } from "../checks/check.ts";
import type { CreateBody } from "../checks/create-body.ts";
import type { Prices } from "./prices.ts";
import type { Region } from "./regions.ts";

/** The paths of DashScope's create requests below `/services`. */
export const SERVICE_PATHS = [
  "aigc/video-generation/video-synthesis",
  "aigc/image2video/video-synthesis",
  "aigc/image2video/aa-template-generation",
  "aigc/text2image/image-synthesis",
  "aigc/image2image/image-synthesis",
  "aigc/image-generation/generation",
  "aigc/video-generation/3d-generation",
  "audio/asr/transcription",
  "embeddings/text-embedding/text-embedding",
] as const;
export type ServicePath = (typeof SERVICE_PATHS)[number];

/** The limits of one account with one model. */
export interface Limit {
  readonly submitsPerSecond: number;
  /**
   * The maximum number of concurrent tasks: running tasks where create requests queue, accepted and
   * unfinished tasks where they are refused.
   */
  readonly maxInFlight: number;
  /** How many more tasks can wait as PENDING; absent if that is not limited or not reported. */
  readonly maxQueued?: number | undefined;
}

/** What a create request produces. */
export interface Output {
  /** The length of the video, or of each transcribed file; 0 where the price has no seconds. */
  readonly seconds: number;
  /** The length of the input video or audio that is billed as well. */
  readonly inputSeconds: number;
  /** The images, transcribed files or 3D models, of which each may fail; 0 for a video. */
  readonly parts: number;
  /** The tokens that were embedded. */
  readonly tokens: number;
  /** `1280*720`; null for a model without sizes. */
  readonly size: string | null;
  /** The price tier as the usage reports it, such as the lines of the frame. */
  readonly tier: string | null;
  /** The key of the price; null if the tier is the key. */
  readonly rate: string | null;
}

/**
 * Where the answer about a task holds its result.
 * Source: the result samples of DashScope's documentation.
 */
export type ResultShape =
  | "video_url"
  | "results.video_url"
  | "output_video_url"
  | "results[]"
  | "choices[]"
  | "results[].transcription_url"
  | "result.transcription_url"
  | "url"
  | "3d";

/** The `usage` of a SUCCEEDED task: each generation of models has its own. */
export type UsageShape =
  | "standard"
  | "size"
  | "SR"
  | "kf2v-2.2"
  | "wan-2.6"
  | "wan-3.0"
  | "mode"
  | "video_duration"
  | "duration"
  | "style"
  | "vendor"
  | "images"
  | "vendor-images"
  | "qwen-image"
  | "tokens"
  | "seconds"
  | "embedding"
  | "3d";

export const RUNNING_STATUSES = [
  "RUNNING",
  "PRE-PROCESSING",
  "POST-PROCESSING",
  "SUSPENDED",
] as const;
/** The statuses that a running task may have. */
export type RunningStatus = (typeof RUNNING_STATUSES)[number];

/** DashScope's own documentation, a third party that quotes it, or our inference. */
export type Source = "docs" | "third party" | "inferred";

/** One model: everything that the simulator knows about it. */
export interface Model {
  readonly id: string;
  readonly path: ServicePath;
  /** The regions where DashScope offers this id. */
  readonly regions: readonly Region[];
  readonly limit: Limit;
  /** The limits of regions that differ. */
  readonly regionalLimits?: Readonly<Partial<Record<Region, Limit>>>;
  /** Models of one group share their limit; by default a model has its own. */
  readonly limitGroup?: string;
  /** In characters; a longer prompt is truncated silently. */
  readonly promptLimit: number;
  readonly checks: readonly Check[];
  /** The default of `prompt_extend`. */
  readonly extendsPrompt: boolean;
  /** Whether results show the rewritten prompt. */
  readonly showsActualPrompt: boolean;
  /** @param inputSeconds the length of an input video or audio. */
  readonly output: (body: CreateBody, inputSeconds: number) => Output;
  readonly result: ResultShape;
  readonly usage: UsageShape;
  /** The price of a second, an image, a 3D model or a million tokens. */
  readonly prices: Prices;
  /** The statuses of a running task, one after the other. Default: only `RUNNING`. */
  readonly runningStatuses?: readonly RunningStatus[];
  /** Milliseconds for which the links of a result are valid. Default: 24 hours. */
  readonly linkLifeMs?: number;
  /** From this time on DashScope answers as for a model that does not exist. */
  readonly retiredAt?: number;
  /** The column "checked" of the table in the README. */
  readonly checked: string;
  /** The column "source" of the same table. */
  readonly source: Source;
}

export function limit(submitsPerSecond: number, maxInFlight: number): Limit {
  return { submitsPerSecond, maxInFlight };
}

/** What most video models have in common. */
export const VIDEO = {
  path: "aigc/video-generation/video-synthesis",
  extendsPrompt: true,
  showsActualPrompt: false,
  result: "video_url",
} as const satisfies Partial<Model>;
