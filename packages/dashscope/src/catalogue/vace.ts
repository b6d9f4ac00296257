import { vace } from "../families/vace.ts";
import { clip } from "../cost/billing.ts";
import { ASIA, BEIJING, limits, PATHS, VIDEO_DURATION } from "./entry.ts";
import { VACE_MEDIA } from "./media.ts";
import type { Entry } from "./model.ts";
import { ANY } from "../cost/price.ts";

/**
 * VACE is `wanx2.1-vace-plus` in Beijing and `wan2.1-vace-plus` elsewhere; the documentation of Beijing uses both, so neither
 * is refused there before the provider does.
 */
export const VACE: readonly Entry[] = [
  {
    names: { "wan2.1-vace-plus": ASIA, "wanx2.1-vace-plus": BEIJING },
    elsewhere: "absent",
    path: PATHS.video,
    limits: limits(2, 2),
    polling: { firstDelayMs: 60_000, intervalMs: 15_000 },
    result: "video_url",
    usage: VIDEO_DURATION,
    price: {
      unit: "second",
      amounts: {
        "cn-beijing": { currency: "CNY", perUnit: { [ANY]: "0.70" } },
        "ap-southeast-1": { currency: "USD", perUnit: { [ANY]: "0.10" } },
      },
      asOf: "2026-01",
      source: "Model Studio pricing page",
      confidence: "docs",
    },
    billing: clip(5),
    media: VACE_MEDIA,
    confidence: "docs",
    shape: vace,
  },
];
