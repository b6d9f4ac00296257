import type { Check } from "../checks/check.ts";
import type { CreateBody } from "../checks/create-body.ts";
import type { Region } from "./regions.ts";

/** `/services/aigc/<group>/<task>`: the paths of DashScope's create requests. */
export const SERVICE_PATHS = [
  "video-generation/video-synthesis",
  "image2video/video-synthesis",
  "image2video/aa-template-generation",
  "text2image/image-synthesis",
  "image2image/image-synthesis",
  "image-generation/generation",
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
}

/** What a create request produces. */
export interface Output {
  /** The length of the video; 0 for images. */
  readonly seconds: number;
  /** The length of the input video or audio that is billed as well. */
  readonly inputSeconds: number;
  /** 0 for a video. */
  readonly images: number;
  /** `1280*720`; null for a model without sizes. */
  readonly size: string | null;
  /** What the price depends on, such as the number of lines of the frame. */
  readonly tier: string | null;
}

/**
 * Where the answer about a task holds its result.
 * Source: the result samples of DashScope's documentation.
 */
export type ResultShape = "video_url" | "results.video_url" | "results[]" | "choices[]";

/** The `usage` of a SUCCEEDED task: each generation of models has its own. */
export type UsageShape =
  | "standard"
  | "size"
  | "SR"
  | "kf2v-2.2"
  | "wan-2.6"
  | "wan-3.0"
  | "mode"
  | "duration"
  | "vendor"
  | "images"
  | "tokens";

/** DashScope's own documentation, a third party that quotes it, or our inference. */
export type Source = "docs" | "third party" | "inferred";

/** One model: everything that the simulator knows about it. */
export interface Model {
  readonly id: string;
  readonly path: ServicePath;
  /** The regions where DashScope offers this id. */
  readonly regions: readonly Region[];
  readonly limit: Limit;
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
  /**
   * CNY for a second or an image as a decimal string, either by tier or for all tiers. Null where
   * the price is not known: the task then costs nothing here.
   */
  readonly price: string | Readonly<Record<string, string>> | null;
  /** The column "checked" of the table in the README. */
  readonly checked: string;
  /** The column "source" of the same table. */
  readonly source: Source;
}

export function priceOf({ price }: Model, tier: string | null): string {
  if (price === null || typeof price === "string") return price ?? "0";
  return new Map(Object.entries(price)).get(tier ?? "") ?? "0";
}

export function limit(submitsPerSecond: number, maxInFlight: number): Limit {
  return { submitsPerSecond, maxInFlight };
}

/** What most video models have in common. */
export const VIDEO = {
  path: "video-generation/video-synthesis",
  extendsPrompt: true,
  showsActualPrompt: false,
  result: "video_url",
} as const satisfies Partial<Model>;
