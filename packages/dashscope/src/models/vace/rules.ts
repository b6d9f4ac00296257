import type { Problem } from "../../checks/problem-text.ts";
import type { Parts } from "../../checks/rules.ts";
import { noEffect, when, withoutEffect } from "../../checks/rules.ts";

/**
 * Rules between fields. DashScope's documentation: "Wan general video editing 2.1", "error codes".
 */

export function imageReferenceRule({ input, parameters }: Parts): readonly Problem[] {
  const path = "parameters.obj_or_bg";
  const { ref_images_url: images } = input;
  const { obj_or_bg: roles } = parameters;
  if (!Array.isArray(images)) return [];
  if (!Array.isArray(roles)) {
    return when(
      images.length > 1,
      path,
      "is required with more than one image: name obj or bg for each",
    );
  }
  return [
    ...when(
      roles.length !== images.length,
      path,
      `must have one entry for each of the ${images.length} images, has ${roles.length}`,
    ),
    ...when(roles.filter((role) => role === "bg").length > 1, path, "must contain bg at most once"),
  ];
}

const TRACKING_PARAMETERS = ["expand_ratio", "expand_mode"];
const MASK_IMAGE_PARAMETERS = ["mask_type", ...TRACKING_PARAMETERS];

export function videoEditRule({ input, parameters }: Parts): readonly Problem[] {
  const image = input["mask_image_url"] !== undefined;
  const video = input["mask_video_url"] !== undefined;
  const withoutImage = "without mask_image_url";
  return [
    ...when(
      image && video,
      "input.mask_video_url",
      "cannot be combined with mask_image_url: give one mask",
    ),
    ...when(
      !image && !video,
      "input.mask_image_url",
      "is required unless mask_video_url is given: a mask selects what to edit",
    ),
    ...noEffect(
      !image && input["mask_frame_id"] !== undefined,
      "input.mask_frame_id",
      withoutImage,
    ),
    ...(image ? [] : withoutEffect(parameters, MASK_IMAGE_PARAMETERS, withoutImage)),
    ...(image && parameters["mask_type"] === "fixed"
      ? withoutEffect(parameters, TRACKING_PARAMETERS, "when mask_type is fixed")
      : []),
  ];
}

const STARTS_AND_ENDS = ["first_frame_url", "last_frame_url", "first_clip_url", "last_clip_url"];

export function videoExtensionRule({ input, parameters }: Parts): readonly Problem[] {
  const { control_condition: condition } = parameters;
  return [
    ...when(
      STARTS_AND_ENDS.every((name) => input[name] === undefined),
      "input.first_frame_url",
      "is required unless last_frame_url, first_clip_url or last_clip_url is given",
    ),
    ...when(
      input["video_url"] !== undefined && (condition === undefined || condition === ""),
      "parameters.control_condition",
      "is required with video_url: use posebodyface or depth",
    ),
  ];
}
