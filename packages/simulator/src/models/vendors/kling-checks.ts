import type { Check } from "../../checks/check.ts";
import { invalid } from "../../checks/check.ts";
import { valueAt } from "../../checks/create-body.ts";
import { flag, isMissing, oneOf, text } from "../../checks/field-checks.ts";
import { itemsAt, mediaCount, typeOf } from "../../checks/media-items.ts";
import { seconds } from "../../checks/shared-checks.ts";
import { requestedSeconds } from "../output.ts";

const SHOTS = "input.multi_prompt";

function isWhole(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
}

/** The request has one prompt, or one prompt for each shot. */
const story: Check = {
  name: "input.prompt story",
  find: ({ body }) => {
    const isSilent = isMissing(valueAt(body, "input.prompt"));
    if (valueAt(body, "input.multi_shot") !== true) {
      const hasMedia = itemsAt(body, "input.media").some((item) => typeOf(item) !== "");
      return isSilent && !hasMedia ? invalid("Field required: input.prompt") : null;
    }
    const type = valueAt(body, "input.shot_type");
    if (type === undefined) return invalid("Field required: input.shot_type");
    if (type !== "customize") return isSilent ? invalid("Field required: input.prompt") : null;
    return itemsAt(body, SHOTS).length === 0 ? invalid(`Field required: ${SHOTS}`) : null;
  },
};

const shotList: Check = {
  name: `${SHOTS} items`,
  find: ({ body }) => {
    const list = valueAt(body, SHOTS);
    if (list === undefined) return null;
    if (!Array.isArray(list) || list.length > 6)
      return invalid(`${SHOTS} must be a list of at most 6.`);
    const isCustom =
      valueAt(body, "input.multi_shot") === true &&
      valueAt(body, "input.shot_type") === "customize";
    const most = isCustom ? requestedSeconds(body, 5) : 15;
    const isRight = itemsAt(body, SHOTS).every(
      ({ index, prompt, duration }) =>
        isWhole(index, 1, 6) &&
        typeof prompt === "string" &&
        prompt !== "" &&
        isWhole(duration, 1, Math.min(most, 15)),
    );
    return isRight
      ? null
      : invalid(`${SHOTS} must have an index, a prompt and a duration within the video's.`);
  },
};

export const elements: Check = {
  name: "input.element_list items",
  find: ({ body }) => {
    const list = valueAt(body, "input.element_list");
    const isRight =
      list === undefined ||
      (Array.isArray(list) &&
        itemsAt(body, "input.element_list").every(({ element_id }) =>
          // A larger one is another number once JSON was parsed.
          Number.isSafeInteger(element_id),
        ));
    return isRight ? null : invalid("element_list must have an element_id each.");
  },
};

const frames: Check = {
  name: "input.media frames",
  find: ({ body }) =>
    mediaCount(body, "last_frame") > 0 && mediaCount(body, "first_frame") === 0
      ? invalid("input.media must have a first_frame with its last_frame.")
      : null,
};

const ratio: Check = {
  name: "parameters.aspect_ratio shape",
  find: ({ body }) =>
    mediaCount(body, "first_frame", "last_frame", "base") === 0 &&
    valueAt(body, "parameters.aspect_ratio") === undefined
      ? invalid("Field required: parameters.aspect_ratio")
      : null,
};

const COMBINATIONS = new Set([
  "",
  "first_frame",
  "first_frame+last_frame",
  "feature",
  "refer",
  "feature+refer",
  "feature+first_frame",
  "base",
  "base+refer",
]);

/** Which types of media a request may combine, and their limits together. */
export const mediaCombination: Check = {
  name: "input.media together",
  find: ({ body }) => {
    const types = [...new Set(itemsAt(body, "input.media").map(typeOf))].toSorted().join("+");
    if (!COMBINATIONS.has(types)) return invalid(`input.media must not combine ${types}.`);
    const [refers, hasVideo] = [mediaCount(body, "refer"), mediaCount(body, "feature", "base") > 0];
    const isFeature = mediaCount(body, "feature") > 0;
    const subjects = refers + itemsAt(body, "input.element_list").length;
    const most = mostSubjects(refers > 0, hasVideo, mediaCount(body, "first_frame") > 0);
    if (subjects > most) return invalid(`At most ${most} images and elements together.`);
    if (isFeature && Number(valueAt(body, "parameters.duration")) > 10)
      return invalid("parameters.duration must be at most 10 with a feature.");
    return hasVideo && valueAt(body, "parameters.audio") === true
      ? invalid("parameters.audio must be false with a video.")
      : null;
  },
};

/** The maximum number of images and elements together. */
function mostSubjects(refers: boolean, hasVideo: boolean, hasFirstFrame: boolean): number {
  if (refers) return hasVideo ? 4 : 7;
  return hasFirstFrame && !hasVideo ? 3 : Infinity;
}

export const originalSound: Check = {
  name: "input.media keep_original_sound",
  find: ({ body }) => {
    const isRight = itemsAt(body, "input.media").every(({ keep_original_sound: keep, type }) => {
      const isVideo = type === "feature" || type === "base";
      return keep === undefined || keep === null || (isVideo && (keep === "yes" || keep === "no"));
    });
    return isRight ? null : invalid("keep_original_sound must be yes or no, for a video.");
  },
};

/** The checks of all Kling models. */
export const klingChecks: readonly Check[] = [
  text("input.prompt"),
  text("input.negative_prompt"),
  flag("input.multi_shot"),
  oneOf("input.shot_type", ["intelligence", "customize"]),
  story,
  shotList,
  elements,
  frames,
  ratio,
  oneOf("parameters.mode", ["pro", "std", "4k"]),
  oneOf("parameters.aspect_ratio", ["16:9", "9:16", "1:1"]),
  seconds(3, 15),
  flag("parameters.audio"),
  flag("parameters.watermark"),
];
