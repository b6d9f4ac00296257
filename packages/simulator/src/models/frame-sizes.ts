/** The lines of a frame, which decide the price. */
export type Tier = 480 | 720 | 1080;

/**
 * The frame sizes of each price tier.
 * Source: DashScope's documentation, "万相-文生视频API参考（2.1-2.6）".
 */
const SIZES_OF_TIER = {
  480: ["832*480", "480*832", "624*624"],
  720: ["1280*720", "720*1280", "960*960", "1088*832", "832*1088"],
  1080: ["1920*1080", "1080*1920", "1440*1440", "1632*1248", "1248*1632"],
} as const;

const TIERS: readonly Tier[] = [480, 720, 1080];

export function sizesOf(tiers: readonly Tier[]): readonly string[] {
  return tiers.flatMap((tier) => [...SIZES_OF_TIER[tier]]);
}

/** The tier of a frame size; null when the size is unknown. */
export function tierOfSize(size: string | null): Tier | null {
  return TIERS.find((tier) => SIZES_OF_TIER[tier].some((known) => known === size)) ?? null;
}

/** `["480P", "720P"]`. */
export function resolutionsOf(tiers: readonly number[]): readonly string[] {
  return tiers.map((tier) => `${tier}P`);
}
