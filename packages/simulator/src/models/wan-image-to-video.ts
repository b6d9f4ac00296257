import { flag, oneOf, required, text, type Check } from "../tasks/check.ts";
import { mediaUrl, type MediaManner } from "../tasks/media-check.ts";
import { resolutionsOf, type Tier } from "./frame-sizes.ts";
import {
  asia,
  byResolution,
  limit,
  regions,
  spelled,
  video,
  virginia,
  type Model,
} from "./model.ts";
import { fiveSeconds, seconds, seed, shotType, wanChecks } from "./wan-checks.ts";

const image = "input.img_url";

function checks(
  tiers: readonly Tier[],
  manner: MediaManner,
  ...own: readonly Check[]
): readonly Check[] {
  return [
    required(image),
    mediaUrl(image, { base64: true, ...manner }),
    ...wanChecks,
    text("input.template"),
    oneOf("parameters.resolution", resolutionsOf(tiers)),
    seed,
    ...own,
  ];
}

/** Source: DashScope's documentation, "万相-图生视频API参考", "限流"; the prices are a third party's copy of its list. */
const silent = {
  ...video,
  limit: limit(2, 2),
  promptLimit: 800,
  showsActualPrompt: true,
  source: "docs",
  checked: "image (also base64), texts, resolution, seconds, seed, flags; the prompt is cut at 800",
} as const;
const withAudio = {
  ...silent,
  limit: limit(5, 5),
  promptLimit: 1500,
  usage: "SR",
  checked:
    "image (also base64), sound, texts, resolution, seconds, seed, flags; the prompt is cut at 1500",
} as const;
const wan26 = { ...withAudio, showsActualPrompt: false, usage: "wan-2.6" } as const;
const audio = mediaUrl("input.audio_url");
const large: readonly Tier[] = [720, 1080];

export const wanImageToVideo: readonly Model[] = [
  ...spelled("i2v-turbo", (id, offeredIn) => ({
    ...silent,
    id,
    regions: offeredIn,
    checks: checks(
      [480, 720],
      { characters: "no-chinese" },
      oneOf("parameters.duration", [3, 4, 5]),
    ),
    output: byResolution(720),
    usage: "standard",
    price: null,
  })),
  ...spelled("i2v-plus", (id, offeredIn) => ({
    ...silent,
    id,
    regions: offeredIn,
    checks: checks([720], { characters: "no-chinese" }, fiveSeconds),
    output: byResolution(720),
    usage: "standard",
    price: null,
  })),
  {
    ...silent,
    id: "wan2.2-i2v-flash",
    regions: asia,
    checks: checks([480, 720, 1080], {}, fiveSeconds),
    output: byResolution(720),
    usage: "SR",
    price: { 480: "0.10", 720: "0.20", 1080: "0.48" },
  },
  {
    ...silent,
    id: "wan2.2-i2v-plus",
    regions: asia,
    checks: checks([480, 1080], {}, fiveSeconds),
    output: byResolution(1080),
    usage: "SR",
    price: { 480: "0.14", 1080: "0.70" },
  },
  {
    ...withAudio,
    id: "wan2.5-i2v-preview",
    regions: asia,
    checks: checks([480, 720, 1080], {}, oneOf("parameters.duration", [5, 10]), audio),
    output: byResolution(1080),
    price: { 480: "0.30", 720: "0.60", 1080: "1.00" },
  },
  {
    ...wan26,
    id: "wan2.6-i2v",
    regions,
    checks: checks(large, {}, seconds(2, 15), shotType, audio),
    output: byResolution(1080),
    price: { 720: "0.60", 1080: "1.00" },
  },
  {
    ...wan26,
    id: "wan2.6-i2v-flash",
    regions: [...asia, "eu-central-1"],
    checks: checks(large, {}, seconds(2, 15), shotType, audio, flag("parameters.audio")),
    output: byResolution(1080),
    price: null,
  },
  {
    ...wan26,
    id: "wan2.6-i2v-us",
    regions: virginia,
    checks: checks(large, {}, oneOf("parameters.duration", [5, 10, 15]), shotType, audio),
    output: byResolution(1080),
    price: null,
  },
];
