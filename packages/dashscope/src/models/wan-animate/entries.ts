import type { Entry } from "../../facts/entry.ts";
import { ASIA, limits, PATHS, VIDEO_PACE } from "../../facts/shared-facts.ts";
import { clip } from "../../facts/billing.ts";
import type { Price } from "../../facts/price.ts";
import { inAsia, perSecond } from "../../facts/price.ts";
import type { TierOf } from "../../facts/tier.ts";
import { MOST_SECONDS, WAN_ANIMATE_MEDIA } from "./media.ts";
import { animate } from "./request.ts";

/** The mode: `wan-std` or `wan-pro` in a request, `standard` or `pro` in the usage figures. */
const modeTier: TierOf = ({ parameters: { mode } }, { video_ratio: used }) => {
  if (used === "standard" || used === "pro") return used;
  return mode === "wan-std" ? "standard" : "pro";
};

function animation(name: string, price: Price): Entry {
  return {
    names: { [name]: ASIA },
    elsewhere: "unknown",
    path: PATHS.imageToVideo,
    limits: limits(5, 1),
    polling: VIDEO_PACE,
    result: "results.video_url",
    usageKey: "video_duration",
    price,
    billing: clip(MOST_SECONDS, modeTier),
    media: WAN_ANIMATE_MEDIA,
    confidence: "docs",
    shape: animate,
  };
}

/** DashScope's documentation: "Wan image to action", "rate limit". */
export const WAN_ANIMATE: readonly Entry[] = [
  animation(
    "wan2.2-animate-move",
    perSecond(inAsia({ standard: "0.4", pro: "0.6" }, { standard: "0.12", pro: "0.18" })),
  ),
  animation(
    "wan2.2-animate-mix",
    perSecond(inAsia({ standard: "0.6", pro: "0.9" }, { standard: "0.18", pro: "0.26" })),
  ),
];
