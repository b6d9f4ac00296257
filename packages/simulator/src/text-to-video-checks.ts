import { flag, oneOf, required, text, within, type Check } from "./check.ts";
import { mediaUrl } from "./media-check.ts";

/** Frame sizes of each price tier. Source: DashScope's documentation, "万相-文生视频API参考（2.1-2.6）". */
const sizesOfTier = {
  480: ["832*480", "480*832", "624*624"],
  720: ["1280*720", "720*1280", "960*960", "1088*832", "832*1088"],
  1080: ["1920*1080", "1080*1920", "1440*1440", "1632*1248", "1248*1632"],
} as const;

export type Tier = keyof typeof sizesOfTier;

/** What a Wan 2.5 or 2.6 text-to-video model asks of a create request. Source: the same page. */
export function textToVideoChecks(tiers: readonly Tier[], duration: Check): readonly Check[] {
  return [
    required("input.prompt"),
    text("input.prompt"),
    text("input.negative_prompt"),
    mediaUrl("input.audio_url"),
    oneOf(
      "parameters.size",
      tiers.flatMap((tier) => [...sizesOfTier[tier]]),
    ),
    duration,
    flag("parameters.prompt_extend"),
    flag("parameters.watermark"),
    within("parameters.seed", { min: 0, max: 2_147_483_647, whole: true }),
    oneOf("parameters.shot_type", ["single", "multi"]),
  ];
}

/** The tier that a frame size belongs to, or null. */
export function tierOfSize(size: string | null): Tier | null {
  const tiers: readonly Tier[] = [480, 720, 1080];
  return tiers.find((tier) => sizesOfTier[tier].some((known) => known === size)) ?? null;
}
