import type { Check } from "../tasks/check.ts";
import { valueAt, type CreateBody } from "../tasks/create-body.ts";
import type { Limit } from "../limits/limits.ts";
import type { UsageShape } from "../ledger/usage.ts";
import { tierOfSize } from "./frame-sizes.ts";

export const regions = ["cn-beijing", "ap-southeast-1", "us-east-1", "eu-central-1"] as const;
export type Region = (typeof regions)[number];

export const beijing: readonly Region[] = ["cn-beijing"];
export const singapore: readonly Region[] = ["ap-southeast-1"];
export const virginia: readonly Region[] = ["us-east-1"];
export const asia: readonly Region[] = ["cn-beijing", "ap-southeast-1"];

/** `/services/aigc/<group>/<task>` of DashScope's create requests. */
export const servicePaths = [
  "video-generation/video-synthesis",
  "image2video/video-synthesis",
  "image2video/aa-template-generation",
  "text2image/image-synthesis",
  "image2image/image-synthesis",
  "image-generation/generation",
] as const;
export type ServicePath = (typeof servicePaths)[number];

/** What a create makes. */
export type Output = {
  /** Of the video; 0 for images. */
  readonly seconds: number;
  /** Of the video or sound that goes in and is billed, too. */
  readonly inputSeconds: number;
  /** 0 for a video. */
  readonly images: number;
  /** `1280*720`, where the model goes by sizes. */
  readonly size: string | null;
  /** The lines of the frame, or what else the price depends on. */
  readonly tier: string | null;
};

/** Where a result stands in the answer about its task. Source: the result samples of DashScope's documentation. */
export type ResultShape = "video_url" | "results.video_url" | "results[]" | "choices[]";

/** One model: all that the simulator has to know of it. */
export type Model = {
  readonly id: string;
  readonly path: ServicePath;
  /** Where DashScope offers this id. */
  readonly regions: readonly Region[];
  readonly limit: Limit;
  /** Models of the same group share their limit; by default the model has its own. */
  readonly limitGroup?: string;
  /** Characters; more are cut without a word. */
  readonly promptLimit: number;
  readonly checks: readonly Check[];
  /** What `prompt_extend` is when a create does not say. */
  readonly extendsPrompt: boolean;
  /** Whether results show the rewritten prompt. */
  readonly showsActualPrompt: boolean;
  /** @param inputSeconds how long a video or sound that goes in is. */
  readonly output: (body: CreateBody, inputSeconds: number) => Output;
  readonly result: ResultShape;
  readonly usage: UsageShape;
  /** CNY for a second or an image, as decimal strings: by tier, or one for all. Null where it is not known: then it costs nothing here. */
  readonly price: string | Readonly<Record<string, string>> | null;
  /** What is checked, and where that is from, for the table in the README. */
  readonly checked: string;
  readonly source: Source;
};

/** DashScope's own documentation, somebody who quotes it, or a conclusion. */
export type Source = "docs" | "third party" | "inferred";

export function priceOf({ price }: Model, tier: string | null): string {
  if (price === null || typeof price === "string") return price ?? "0";
  return price[tier ?? ""] ?? "0";
}

export const limit = (submitsPerSecond: number, maxInFlight: number): Limit => ({
  submitsPerSecond,
  maxInFlight,
});

/** What most video models have in common. */
export const video = {
  path: "video-generation/video-synthesis",
  extendsPrompt: true,
  showsActualPrompt: false,
  result: "video_url",
} as const satisfies Partial<Model>;

const noOutput: Output = { seconds: 0, inputSeconds: 0, images: 0, size: null, tier: null };

/** A video as long as asked, its tier by `parameters.resolution`. */
export function byResolution(
  standard: number,
  seconds: Model["output"] | number = 5,
): Model["output"] {
  return (body, inputSeconds) => {
    const asked = textAt(body, "parameters.resolution")?.replace(/P$/, "");
    const made =
      typeof seconds === "number" ? secondsAsked(body, seconds) : seconds(body, inputSeconds);
    const output = typeof made === "number" ? { ...noOutput, seconds: made } : made;
    return { ...output, tier: asked ?? String(standard) };
  };
}

/** A video as long as asked, its tier by `parameters.size`. */
export function bySize(standard: string): Model["output"] {
  return (body) => {
    const size = textAt(body, "parameters.size") ?? standard;
    return {
      ...noOutput,
      seconds: secondsAsked(body, 5),
      size,
      tier: String(tierOfSize(size) ?? ""),
    };
  };
}

/** Seconds that come out, and those that go in. */
export function clip(seconds: number, inputSeconds = 0): Output {
  return { ...noOutput, seconds, inputSeconds };
}

export function images(count: number, size: string | null = null): Output {
  return { ...noOutput, images: count, size };
}

/** `parameters.duration`, where it is a length. */
export function secondsAsked(body: CreateBody, standard: number): number {
  const duration = valueAt(body, "parameters.duration");
  return typeof duration === "number" && duration > 0 ? duration : standard;
}

export function textAt(body: CreateBody, path: string): string | null {
  const value = valueAt(body, path);
  return typeof value === "string" ? value : null;
}

/** How many media of these types a create has. */
export function mediaCount(body: CreateBody, ...types: readonly string[]): number {
  const media = valueAt(body, "input.media");
  if (!Array.isArray(media)) return 0;
  return media.filter((item: unknown) => types.includes(typeOf(item))).length;
}

export function typeOf(item: unknown): string {
  const type = typeof item === "object" && item !== null && "type" in item ? item.type : undefined;
  return typeof type === "string" ? type : "";
}

/** Of the oldest models, whose ids have another spelling outside of Beijing. */
export function spelled(
  name: string,
  make: (id: string, offeredIn: readonly Region[]) => Model,
): readonly Model[] {
  return [make(`wanx2.1-${name}`, beijing), make(`wan2.1-${name}`, singapore)];
}
