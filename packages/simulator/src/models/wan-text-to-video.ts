import { oneOf, type Check } from "../tasks/check.ts";
import { mediaUrl } from "../tasks/media-check.ts";
import { sizesOf, type Tier } from "./frame-sizes.ts";
import { asia, bySize, limit, regions, spelled, video, virginia, type Model } from "./model.ts";
import { fiveSeconds, requiredPrompt, seconds, seed, shotType, wanChecks } from "./wan-checks.ts";

function checks(tiers: readonly Tier[], ...own: readonly Check[]): readonly Check[] {
  return [requiredPrompt, ...wanChecks, seed, oneOf("parameters.size", sizesOf(tiers)), ...own];
}

/** Source: DashScope's documentation, "万相-文生视频API参考（2.1-2.6）", "限流"; the prices are a third party's copy of its list. */
const silent = {
  ...video,
  limit: limit(2, 2),
  promptLimit: 800,
  showsActualPrompt: true,
  usage: "size",
  source: "docs",
} as const;
const withAudio = {
  ...silent,
  limit: limit(5, 5),
  promptLimit: 1500,
  source: "docs",
} as const;
const audio = mediaUrl("input.audio_url");

export const wanTextToVideo: readonly Model[] = [
  ...["t2v-turbo", "t2v-plus"].flatMap((name) =>
    spelled(name, (id, offeredIn) => ({
      ...silent,
      id,
      regions: offeredIn,
      checks: checks([480, 720, 1080], fiveSeconds),
      output: bySize("1280*720"),
      price: null,
      checked: "prompt, size, 5 s, seed, flags; the prompt is cut at 800",
    })),
  ),
  {
    ...silent,
    id: "wan2.2-t2v-plus",
    regions: asia,
    checks: checks([480, 1080], fiveSeconds),
    output: bySize("1920*1080"),
    price: { 480: "0.14", 1080: "0.70" },
    checked: "prompt, size, 5 s, seed, flags; the prompt is cut at 800",
  },
  {
    ...withAudio,
    id: "wan2.5-t2v-preview",
    regions: asia,
    checks: checks([480, 720, 1080], oneOf("parameters.duration", [5, 10]), audio),
    output: bySize("1920*1080"),
    price: { 480: "0.30", 720: "0.60", 1080: "1.00" },
    checked: "prompt, sound, size, 5 or 10 s, seed, flags; the prompt is cut at 1500",
  },
  {
    ...withAudio,
    id: "wan2.6-t2v",
    regions,
    checks: checks([720, 1080], seconds(2, 15), shotType, audio),
    showsActualPrompt: false,
    output: bySize("1920*1080"),
    usage: "wan-2.6",
    price: { 720: "0.60", 1080: "1.00" },
    checked: "prompt, sound, size, 2 to 15 s, shots, seed, flags; the prompt is cut at 1500",
  },
  {
    ...withAudio,
    id: "wan2.6-t2v-us",
    regions: virginia,
    checks: checks([720, 1080], oneOf("parameters.duration", [5, 10]), shotType, audio),
    showsActualPrompt: false,
    output: bySize("1920*1080"),
    usage: "wan-2.6",
    price: null,
    checked: "prompt, sound, size, 5 or 10 s, shots, seed, flags; the prompt is cut at 1500",
  },
];
