import { oneOf, within, type Check } from "./check.ts";
import { valueAt, type CreateBody } from "./create-body.ts";
import type { Limit } from "./limits.ts";
import { textToVideoChecks, tierOfSize, type Tier } from "./text-to-video-checks.ts";
import type { UsageShape } from "./usage.ts";
import { vaceChecks } from "./vace-checks.ts";

const regions = ["cn-beijing", "ap-southeast-1", "us-east-1", "eu-central-1"] as const;
export type Region = (typeof regions)[number];

/** `/services/aigc/<group>/<task>` of DashScope's create requests. */
export const servicePaths = [
  "video-generation/video-synthesis",
  "image2video/video-synthesis",
  "image2video/aa-template-generation",
  "text2image/image-synthesis",
  "image2image/image-synthesis",
  "image-generation/generation",
] as const;
type ServicePath = (typeof servicePaths)[number];

/** One model: all that the simulator has to know of it. */
export type Model = {
  readonly id: string;
  readonly path: ServicePath;
  /** Where DashScope offers this id. */
  readonly regions: readonly Region[];
  readonly limit: Limit;
  /** Characters; more are cut without a word. */
  readonly promptLimit: number;
  readonly checks: readonly Check[];
  readonly defaultSize: string | null;
  /** What `prompt_extend` is when a create does not say. */
  readonly extendsPrompt: boolean;
  /** Whether results show the rewritten prompt. */
  readonly showsActualPrompt: boolean;
  /** @param inputSeconds how long the input video is. */
  readonly outputSeconds: (body: CreateBody, inputSeconds: number) => number;
  /** CNY, as a decimal string. */
  readonly pricePerSecond: (size: string | null) => string;
  readonly usage: UsageShape;
};

const maxOutputSeconds = 5;
const videoFunctions = new Set<unknown>(["video_repainting", "video_edit", "video_outpainting"]);

/** Source: DashScope's documentation, "万相-视频编辑API参考（2.1）", "限流", and its price list. */
function vace(id: string, offeredIn: readonly Region[]): Model {
  return {
    id,
    path: "video-generation/video-synthesis",
    regions: offeredIn,
    limit: { submitsPerSecond: 2, maxInFlight: 2 },
    promptLimit: 800,
    checks: vaceChecks,
    defaultSize: null,
    extendsPrompt: true,
    showsActualPrompt: true,
    outputSeconds: (body, inputSeconds) =>
      videoFunctions.has(valueAt(body, "input.function"))
        ? Math.min(inputSeconds, maxOutputSeconds)
        : maxOutputSeconds,
    pricePerSecond: () => "0.70",
    usage: "vace",
  };
}

type TextToVideo = {
  readonly id: string;
  readonly prices: Readonly<Partial<Record<Tier, string>>>;
  readonly duration: Check;
  readonly showsActualPrompt: boolean;
  readonly usage: UsageShape;
};

/** Source: DashScope's documentation, "万相-文生视频API参考（2.1-2.6）", "限流"; the prices are a third party's copy of its list. */
function textToVideo({ id, prices, duration, showsActualPrompt, usage }: TextToVideo): Model {
  const tiers = ([480, 720, 1080] as const).filter((tier) => prices[tier] !== undefined);
  return {
    id,
    path: "video-generation/video-synthesis",
    regions,
    limit: { submitsPerSecond: 5, maxInFlight: 5 },
    promptLimit: 1500,
    checks: textToVideoChecks(tiers, duration),
    defaultSize: "1920*1080",
    extendsPrompt: true,
    showsActualPrompt,
    outputSeconds: (body) => Number(valueAt(body, "parameters.duration") ?? 5),
    pricePerSecond: (size) => prices[tierOfSize(size) ?? 1080] ?? "0",
    usage,
  };
}

/** Every model that the simulator knows. A new one is an entry here. */
export const catalogue: readonly Model[] = [
  vace("wanx2.1-vace-plus", ["cn-beijing"]),
  vace("wan2.1-vace-plus", ["ap-southeast-1"]),
  textToVideo({
    id: "wan2.6-t2v",
    prices: { 720: "0.60", 1080: "1.00" },
    duration: within("parameters.duration", { min: 2, max: 15, whole: true }),
    showsActualPrompt: false,
    usage: "wan-2.6",
  }),
  textToVideo({
    id: "wan2.5-t2v-preview",
    prices: { 480: "0.30", 720: "0.60", 1080: "1.00" },
    duration: oneOf("parameters.duration", [5, 10]),
    showsActualPrompt: true,
    usage: "wan-2.5-t2v",
  }),
];

export function findModel(id: string): Model | undefined {
  return catalogue.find((model) => model.id === id);
}

/** The ids that DashScope offers in a region. */
export function modelsOfRegion(region: Region): readonly string[] {
  return catalogue.filter((model) => model.regions.includes(region)).map(({ id }) => id);
}
