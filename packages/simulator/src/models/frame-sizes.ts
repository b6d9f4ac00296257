/** The lines of a frame, by which prices go. */
export type Tier = 480 | 720 | 1080;

/** Frame sizes of each price tier. Source: DashScope's documentation, "万相-文生视频API参考（2.1-2.6）". */
const sizesOfTier = {
  480: ["832*480", "480*832", "624*624"],
  720: ["1280*720", "720*1280", "960*960", "1088*832", "832*1088"],
  1080: ["1920*1080", "1080*1920", "1440*1440", "1632*1248", "1248*1632"],
} as const;

export function sizesOf(tiers: readonly Tier[]): readonly string[] {
  return tiers.flatMap((tier) => [...sizesOfTier[tier]]);
}

/** The tier that a frame size belongs to, or null. */
export function tierOfSize(size: string | null): Tier | null {
  const tiers: readonly Tier[] = [480, 720, 1080];
  return tiers.find((tier) => sizesOfTier[tier].some((known) => known === size)) ?? null;
}

/** `["480P", "720P"]`. */
export function resolutionsOf(tiers: readonly number[]): readonly string[] {
  return tiers.map((tier) => `${tier}P`);
}
