import type { z } from "zod";

import type { Region } from "./region.ts";
import { vaceRequest } from "./vace.ts";

/** What a model allows for the whole account, whoever asks. */
export interface Limits {
  readonly submitsPerSecond: number;
  /** Tasks in flight. */
  readonly maxInFlight: number;
}

/** The price of a second of video, by region. Prices change: each has its date and source. */
export interface Price {
  readonly perSecond: Readonly<
    Partial<Record<Region, { readonly amount: string; readonly currency: "CNY" | "USD" }>>
  >;
  readonly asOf: string;
  readonly source: string;
}

export interface Model {
  readonly id: string;
  /** Below the base URL. */
  readonly path: string;
  readonly regions: readonly Region[];
  readonly limits: Limits;
  readonly price: Price;
  /** Seconds of a result, where the model fixes or bounds them. */
  readonly mostSeconds: number;
  /** Strict, for `{model, input, parameters}`. */
  readonly request: z.ZodType;
}

const VIDEO_SYNTHESIS = "/services/aigc/video-generation/video-synthesis";

/** Rates: DashScope's "rate limit" page, 2026. */
const VACE = {
  path: VIDEO_SYNTHESIS,
  limits: { submitsPerSecond: 2, maxInFlight: 2 },
  price: {
    perSecond: {
      "cn-beijing": { amount: "0.70", currency: "CNY" },
      "ap-southeast-1": { amount: "0.10", currency: "USD" },
    },
    asOf: "2026-01",
    source: "Model Studio pricing page",
  },
  mostSeconds: 5,
  request: vaceRequest,
} as const;

/**
 * The models as data. VACE is `wanx2.1-vace-plus` in Beijing and `wan2.1-vace-plus` elsewhere; the documentation of Beijing
 * uses both, so neither is refused there before the provider does.
 */
export const MODELS: readonly Model[] = [
  { ...VACE, id: "wan2.1-vace-plus", regions: ["cn-beijing", "ap-southeast-1"] },
  { ...VACE, id: "wanx2.1-vace-plus", regions: ["cn-beijing"] },
];

const BY_ID = new Map(MODELS.map((model) => [model.id, model]));

export function findModel(id: string): Model | undefined {
  return BY_ID.get(id);
}
