import type { Check, CheckedRequest } from "../../checks/check.ts";
import { forFunction, invalid } from "../../checks/check.ts";
import { valueAt } from "../../checks/create-body.ts";
import {
  atMost,
  flag,
  isMissing,
  oneOf,
  required,
  text,
  within,
} from "../../checks/field-checks.ts";
import { mediaUrl, mediaUrls } from "../../checks/media-url.ts";
import { fiveSeconds, seed } from "../../checks/shared-checks.ts";

const FUNCTIONS = [
  "image_reference",
  "video_repainting",
  "video_edit",
  "video_extension",
  "video_outpainting",
];
const SIZES = ["1280*720", "720*1280", "960*960", "832*1088", "1088*832"];
const IMAGES = "input.ref_images_url";
const ROLES = "parameters.obj_or_bg";
const CONDITION = "parameters.control_condition";
const URL_OPTIONS = { characters: "no-chinese" } as const;
const FRACTION = { min: 0, max: 1 };

/**
 * The requirements of VACE, in the order in which they are checked.
 * Source: DashScope's documentation, "万相-视频编辑API参考（2.1）". That they refuse the request, rather
 * than fail its task, is inferred.
 */
export const vaceChecks: readonly Check[] = [
  required("input.function"),
  oneOf("input.function", FUNCTIONS),
  required("input.prompt"),
  text("input.prompt"),
  flag("parameters.prompt_extend"),
  flag("parameters.watermark"),
  seed,
  ...forFunction("image_reference", [
    required(IMAGES),
    mediaUrls(IMAGES, URL_OPTIONS),
    { name: `${ROLES} same-length`, find: findRoleProblem },
    oneOf("parameters.size", SIZES),
    fiveSeconds,
  ]),
  ...forFunction("video_repainting", [
    ...videoInput(),
    required(CONDITION),
    oneOf(CONDITION, ["posebodyface", "posebody", "depth", "scribble"]),
    within("parameters.strength", FRACTION),
  ]),
  ...forFunction("video_edit", [
    ...videoInput(),
    mediaUrl("input.mask_image_url", URL_OPTIONS),
    mediaUrl("input.mask_video_url", URL_OPTIONS),
    { name: "input.mask_image_url one-mask", find: findMaskProblem },
    within("input.mask_frame_id", { min: 1, max: Number.MAX_SAFE_INTEGER, whole: true }),
    oneOf(CONDITION, ["", "posebodyface", "depth"]),
    oneOf("parameters.mask_type", ["tracking", "fixed"]),
    within("parameters.expand_ratio", FRACTION),
    oneOf("parameters.expand_mode", ["hull", "bbox", "original"]),
    oneOf("parameters.size", SIZES),
    fiveSeconds,
  ]),
  ...forFunction("video_extension", [
    { name: "input.first_frame_url any-of", find: findExtensionProblem },
    ...["first_frame_url", "last_frame_url", "first_clip_url", "last_clip_url", "video_url"].map(
      (name) => mediaUrl(`input.${name}`, URL_OPTIONS),
    ),
    { name: `${CONDITION} with-video`, find: findConditionProblem },
    oneOf(CONDITION, ["", "posebodyface", "depth"]),
    fiveSeconds,
  ]),
  ...forFunction("video_outpainting", [
    required("input.video_url"),
    mediaUrl("input.video_url", URL_OPTIONS),
    ...["top", "bottom", "left", "right"].map((side) =>
      within(`parameters.${side}_scale`, { min: 1, max: 2 }),
    ),
    fiveSeconds,
  ]),
];

function videoInput(): readonly Check[] {
  return [
    required("input.video_url"),
    mediaUrl("input.video_url", URL_OPTIONS),
    mediaUrls(IMAGES, URL_OPTIONS),
    atMost(IMAGES, 1),
  ];
}

function findRoleProblem({ body }: CheckedRequest) {
  const given = valueAt(body, IMAGES);
  const count = Array.isArray(given) ? given.length : 0;
  const rolesGiven = valueAt(body, ROLES) ?? (count === 1 ? ["obj"] : []);
  if (!Array.isArray(rolesGiven) || rolesGiven.length !== count) {
    return invalid("ref_images_url and obj_or_bg must be the same length.");
  }
  if (!rolesGiven.every((role) => role === "obj" || role === "bg")) {
    return invalid("obj_or_bg must be obj or bg.");
  }
  const backgrounds = rolesGiven.filter((role) => role === "bg").length;
  return backgrounds > 1 ? invalid("obj_or_bg takes at most one bg.") : null;
}

function findMaskProblem({ body }: CheckedRequest) {
  const masks = ["input.mask_image_url", "input.mask_video_url"].filter(
    (path) => !isMissing(valueAt(body, path)),
  );
  return masks.length === 1
    ? null
    : invalid("Exactly one of mask_image_url and mask_video_url is required.");
}

function findExtensionProblem({ body }: CheckedRequest) {
  const sources = ["first_frame_url", "last_frame_url", "first_clip_url", "last_clip_url"];
  const isGiven = sources.some((name) => !isMissing(valueAt(body, `input.${name}`)));
  return isGiven ? null : invalid(`Field required: one of ${sources.join(", ")}`);
}

function findConditionProblem({ body }: CheckedRequest) {
  const hasVideo = !isMissing(valueAt(body, "input.video_url"));
  return hasVideo && isMissing(valueAt(body, CONDITION))
    ? invalid(`Field required: ${CONDITION}`)
    : null;
}
