import type { Check, Problem } from "../../checks/check.ts";
import { invalid } from "../../checks/check.ts";
import type { CreateBody } from "../../checks/create-body.ts";
import { count, flag, oneOf } from "../../checks/field-checks.ts";
import { itemsAt, mediaCount, typeOf } from "../../checks/media-items.ts";
import { mediaList } from "../../checks/media-list.ts";
import { problemOfUrl } from "../../checks/media-url.ts";
import { seed } from "../../checks/shared-checks.ts";
import { resolutionsOf } from "../frame-sizes.ts";
import type { Model } from "../model.ts";
import { clip } from "../output.ts";
import { VENDOR } from "./vendor.ts";

type Item = Readonly<Record<string, unknown>>;

const SPEAKER = "lip_sync_tts_speaker_id";
const SPEECH = "lip_sync_tts_content";
const LONGEST_SPEECH = 200;

function speechOf(body: CreateBody): string {
  const content = itemsAt(body, "input.media").find((item) => typeOf(item) === SPEECH)?.["content"];
  return typeof content === "string" ? content : "";
}

function problemOfItem(item: Item, resolvesOss: boolean): Problem | null {
  switch (typeOf(item)) {
    case "video_url":
    case "audio_url":
      return problemOfUrl(item["url"], resolvesOss, {});
    case SPEAKER:
      return item["id"] === undefined ? invalid(`${SPEAKER} must have an id.`) : null;
    case SPEECH: {
      const { content } = item;
      return typeof content === "string" && content !== "" && content.length <= LONGEST_SPEECH
        ? null
        : invalid(`${SPEECH} must have a content of at most ${LONGEST_SPEECH} characters.`);
    }
    default:
      return invalid("input.media has an unknown type.");
  }
}

/** One video, and either an audio file or a text with its speaker. */
const lipsyncMedia: Check = {
  name: "input.media lipsync",
  find: ({ body, resolvesOss }) => {
    const items = itemsAt(body, "input.media");
    const problem = items
      .map((item) => problemOfItem(item, resolvesOss))
      .find((found) => found !== null);
    if (problem !== undefined) return problem;
    const [audio, speaker, speech] = [
      mediaCount(body, "audio_url"),
      mediaCount(body, SPEAKER),
      mediaCount(body, SPEECH),
    ];
    const hasSound =
      (audio === 1 && speaker + speech === 0) || (audio === 0 && speaker === 1 && speech === 1);
    return mediaCount(body, "video_url") === 1 && hasSound
      ? null
      : invalid("input.media must have one video, and one audio or one text with its speaker.");
  },
};

/** The length of the audio, or a second for every 15 bytes of the text, rounded up. */
const spokenSeconds: Model["output"] = (body, inputSeconds) =>
  clip(
    mediaCount(body, "audio_url") > 0
      ? Math.ceil(inputSeconds)
      : Math.ceil(new TextEncoder().encode(speechOf(body)).length / 15),
  );

/** Source: DashScope's documentation, "爱诗-视频对口型API参考", "爱诗-视频动作模仿API参考". */
export const PIXVERSE_EDIT_MODELS: readonly Model[] = [
  {
    ...VENDOR,
    id: "pixverse/pixverse-lipsync",
    promptLimit: 0,
    checks: [count("input.media", { min: 2, max: 3 }), lipsyncMedia],
    output: spokenSeconds,
    checked: "one video, and one audio or one text with its speaker",
    source: "docs",
  },
  {
    ...VENDOR,
    id: "pixverse/pixverse-motioncontrol",
    promptLimit: 0,
    checks: [
      count("input.media", { min: 2, max: 2 }),
      mediaList({ types: { image_url: 1, video_url: 1 } }),
      oneOf("parameters.resolution", resolutionsOf([360, 540, 720, 1080])),
      flag("parameters.watermark"),
      seed,
    ],
    output: (body, inputSeconds) => ({ ...VENDOR.output(body), seconds: inputSeconds }),
    checked: "one image, one video, resolution, seed, flags",
    source: "third party",
  },
];
