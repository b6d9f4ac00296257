import {
  flag,
  forFunction,
  invalid,
  isMissing,
  oneOf,
  required,
  text,
  within,
  type Check,
  type CheckedRequest,
} from "../tasks/check.ts";
import { valueAt } from "../tasks/create-body.ts";
import { atMost, mediaUrl, mediaUrls } from "../tasks/media-check.ts";

const functions = [
  "image_reference",
  "video_repainting",
  "video_edit",
  "video_extension",
  "video_outpainting",
];
const sizes = ["1280*720", "720*1280", "960*960", "832*1088", "1088*832"];
const images = "input.ref_images_url";
const roles = "parameters.obj_or_bg";
const condition = "parameters.control_condition";
const fixedDuration = oneOf("parameters.duration", [5]);
const manner = { characters: "no-chinese" } as const;
const fraction = { min: 0, max: 1 };

/**
 * What VACE asks of a create request, in the order in which it is checked.
 * Source: DashScope's documentation, "万相-视频编辑API参考（2.1）". That all of it is refused at once, not in the task, is inferred.
 */
export const vaceChecks: readonly Check[] = [
  required("input.function"),
  oneOf("input.function", functions),
  required("input.prompt"),
  text("input.prompt"),
  flag("parameters.prompt_extend"),
  flag("parameters.watermark"),
  within("parameters.seed", { min: 0, max: 2_147_483_647, whole: true }),
  ...forFunction("image_reference", [
    required(images),
    mediaUrls(images, manner),
    { name: `${roles} same-length`, find: findRoleProblem },
    oneOf("parameters.size", sizes),
    fixedDuration,
  ]),
  ...forFunction("video_repainting", [
    ...videoInput(),
    required(condition),
    oneOf(condition, ["posebodyface", "posebody", "depth", "scribble"]),
    within("parameters.strength", fraction),
  ]),
  ...forFunction("video_edit", [
    ...videoInput(),
    mediaUrl("input.mask_image_url", manner),
    mediaUrl("input.mask_video_url", manner),
    { name: "input.mask_image_url one-mask", find: findMaskProblem },
    within("input.mask_frame_id", { min: 1, max: Number.MAX_SAFE_INTEGER, whole: true }),
    oneOf(condition, ["", "posebodyface", "depth"]),
    oneOf("parameters.mask_type", ["tracking", "fixed"]),
    within("parameters.expand_ratio", fraction),
    oneOf("parameters.expand_mode", ["hull", "bbox", "original"]),
    oneOf("parameters.size", sizes),
    fixedDuration,
  ]),
  ...forFunction("video_extension", [
    { name: "input.first_frame_url any-of", find: findExtensionProblem },
    ...["first_frame_url", "last_frame_url", "first_clip_url", "last_clip_url", "video_url"].map(
      (name) => mediaUrl(`input.${name}`, manner),
    ),
    { name: `${condition} with-video`, find: findConditionProblem },
    oneOf(condition, ["", "posebodyface", "depth"]),
    fixedDuration,
  ]),
  ...forFunction("video_outpainting", [
    required("input.video_url"),
    mediaUrl("input.video_url", manner),
    ...["top", "bottom", "left", "right"].map((side) =>
      within(`parameters.${side}_scale`, { min: 1, max: 2 }),
    ),
    fixedDuration,
  ]),
];

function videoInput(): readonly Check[] {
  return [
    required("input.video_url"),
    mediaUrl("input.video_url", manner),
    mediaUrls(images, manner),
    atMost(images, 1),
  ];
}

function findRoleProblem({ body }: CheckedRequest) {
  const given = valueAt(body, images);
  const count = Array.isArray(given) ? given.length : 0;
  const rolesGiven = valueAt(body, roles) ?? (count === 1 ? ["obj"] : []);
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
  return hasVideo && isMissing(valueAt(body, condition))
    ? invalid(`Field required: ${condition}`)
    : null;
}
