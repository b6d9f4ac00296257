import { checkOf, flag, invalid, oneOf, type Check } from "../tasks/check.ts";
import { valueAt } from "../tasks/create-body.ts";
import { mediaUrls } from "../tasks/media-check.ts";
import { sizesOf } from "./frame-sizes.ts";
import { asia, bySize, limit, regions, video, type Model } from "./model.ts";
import { anyOf, count, requiredPrompt, seconds, seed, shotType, wanChecks } from "./wan-checks.ts";

const references = "input.reference_urls";
/** Deprecated, and still taken. */
const videos = "input.reference_video_urls";

/** The official SDKs alone know it. */
const descriptions = checkOf("input.reference_video_description", "texts", (value) =>
  Array.isArray(value) && value.every((text) => typeof text === "string")
    ? null
    : invalid("reference_video_description must be a list of strings."),
);

const checks: readonly Check[] = [
  requiredPrompt,
  ...wanChecks,
  anyOf([references, videos]),
  mediaUrls(references),
  count(references, { max: 5 }),
  mediaUrls(videos),
  count(videos, { max: 3 }),
  descriptions,
  oneOf("parameters.size", sizesOf([720, 1080])),
  seconds(2, 10),
  shotType,
  seed,
];

const isVideo = (url: unknown) => typeof url === "string" && /\.(?:mp4|mov)(?:\?|$)/i.test(url);

/** Videos that go in are billed too. The simulator fetches nothing: a video is what is called so. */
const output: Model["output"] = (body, inputSeconds) => {
  const urls = [references, videos].flatMap((path) => valueAt(body, path));
  return {
    ...bySize("1920*1080")(body, 0),
    inputSeconds: inputSeconds * urls.filter(isVideo).length,
  };
};

/** Source: DashScope's documentation, "万相-参考生视频API参考（2.6）", "限流". */
const reference = {
  ...video,
  limit: limit(5, 5),
  promptLimit: 1500,
  extendsPrompt: false,
  output,
  usage: "wan-2.6",
  checked: "prompt, references, size, 2 to 10 s, shots, seed, flags; the prompt is cut at 1500",
  source: "docs",
} as const;

export const wanReferences: readonly Model[] = [
  { ...reference, id: "wan2.6-r2v", regions, checks, price: { 720: "0.60", 1080: "1.00" } },
  {
    ...reference,
    id: "wan2.6-r2v-flash",
    regions: [...asia, "eu-central-1"],
    checks: [...checks, flag("parameters.audio")],
    price: null,
  },
];
