import { atMost, combinations, countOf, mediaOf } from "../../fields/media-list.ts";
import type { Problem } from "../../checks/problem-text.ts";
import type { Parts } from "../../checks/rules.ts";
import { noEffect, when } from "../../checks/rules.ts";

/** Rules between fields. DashScope's documentation: "Kling video generation". */

/** The story is in the prompt, or in one prompt for each shot. */
export function shotRule(parts: Parts): readonly Problem[] {
  const { input, parameters } = parts;
  const { multi_shot: isMulti, shot_type: type, multi_prompt: shots, prompt } = input;
  const hasNoPrompt = prompt === undefined || prompt === "";
  if (isMulti !== true) {
    return when(
      hasNoPrompt && mediaOf(parts).length === 0,
      "input.prompt",
      "is required without media",
    );
  }
  const isCustom = type === "customize";
  const hasShots = Array.isArray(shots) && shots.length > 0;
  return [
    ...when(
      type === undefined,
      "input.shot_type",
      "is required with multi_shot: use intelligence or customize",
    ),
    ...when(isCustom && !hasShots, "input.multi_prompt", "is required with shot_type customize"),
    ...noEffect(
      isCustom && !hasNoPrompt,
      "input.prompt",
      "with shot_type customize, which uses multi_prompt",
    ),
    ...when(!isCustom && hasNoPrompt, "input.prompt", "is required"),
    ...(isCustom && Array.isArray(shots) ? longShots(shots, parameters["duration"] ?? 5) : []),
  ];
}

function longShots(shots: readonly unknown[], most: unknown): readonly Problem[] {
  if (typeof most !== "number") return [];
  return shots.flatMap((shot, index) => {
    const duration: unknown =
      typeof shot === "object" && shot !== null && "duration" in shot ? shot.duration : 0;
    return when(
      typeof duration === "number" && duration > most,
      `input.multi_prompt[${index}].duration`,
      `must be at most the duration of the video, ${most}`,
    );
  });
}

export function framesRule(parts: Parts): readonly Problem[] {
  const media = mediaOf(parts);
  return [
    ...atMost({ first_frame: 1, last_frame: 1 })(parts),
    ...when(
      countOf(media, "last_frame") > 0 && countOf(media, "first_frame") === 0,
      "input.media",
      "must contain a first_frame with its last_frame",
    ),
  ];
}

const combinationRule = combinations(
  "",
  "first_frame",
  "first_frame+last_frame",
  "feature",
  "refer",
  "feature+refer",
  "feature+first_frame",
  "base",
  "base+refer",
);

/** The limit of images and subjects together depends on the other media. */
export function omniMediaRule(parts: Parts): readonly Problem[] {
  const media = mediaOf(parts);
  const { element_list: elements } = parts.input;
  const subjects = Array.isArray(elements) ? elements.length : 0;
  const images = countOf(media, "refer");
  const most = mostSubjects(images > 0, hasVideo(parts), countOf(media, "first_frame") > 0);
  return [
    ...combinationRule(parts),
    ...atMost({ feature: 1, base: 1 })(parts),
    ...when(
      images + subjects > most,
      "input.element_list",
      `must have at most ${most} entries together with the refer images, has ${images + subjects}`,
    ),
  ];
}

function mostSubjects(withImages: boolean, withVideo: boolean, withFrame: boolean): number {
  if (withImages) return withVideo ? 4 : 7;
  return withFrame && !withVideo ? 3 : Infinity;
}

/** Whether a video is among the media. */
export function hasVideo(parts: Parts): boolean {
  return countOf(mediaOf(parts), "feature", "base") > 0;
}

/** Limits of requests with a video among the media. */
export function omniVideoRule(parts: Parts): readonly Problem[] {
  const media = mediaOf(parts);
  const { duration, audio } = parts.parameters;
  return [
    ...when(
      countOf(media, "feature") > 0 && typeof duration === "number" && duration > 10,
      "parameters.duration",
      "must be at most 10 with a feature video",
    ),
    ...noEffect(
      countOf(media, "base") > 0 && duration !== undefined,
      "parameters.duration",
      "with a base video, because the result has the length of that video",
    ),
    ...when(hasVideo(parts) && audio === true, "parameters.audio", "must be false with a video"),
    ...media.flatMap(({ path, type, fields }) =>
      noEffect(
        fields["keep_original_sound"] !== undefined && type !== "feature" && type !== "base",
        `${path}.keep_original_sound`,
        "without a video",
      ),
    ),
  ];
}

/** Without a frame or a base video, only `aspect_ratio` sets the shape of the video. */
export function ratioRule(parts: Parts): readonly Problem[] {
  const shaped = countOf(mediaOf(parts), "first_frame", "last_frame", "base") > 0;
  return when(
    !shaped && parts.parameters["aspect_ratio"] === undefined,
    "parameters.aspect_ratio",
    "is required without a first_frame or a base video",
  );
}
