/** A request as far as its fields must fit each other; any of them may be missing or wrong. */
export interface VaceParts {
  readonly input: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

interface PathProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** What no single field shows. Source: DashScope's documentation, "Wan general video editing 2.1", and its error codes. */
export function vaceProblems(parts: VaceParts): readonly PathProblem[] {
  switch (parts.input["function"]) {
    case "image_reference":
      return imageReferenceProblems(parts);
    case "video_edit":
      return videoEditProblems(parts);
    case "video_extension":
      return videoExtensionProblems(parts);
    default:
      return [];
  }
}

function imageReferenceProblems({ input, parameters }: VaceParts): PathProblem[] {
  const path = ["parameters", "obj_or_bg"];
  const { ref_images_url: images } = input;
  const { obj_or_bg: roles } = parameters;
  if (!Array.isArray(images)) return [];
  if (!Array.isArray(roles)) {
    return images.length > 1
      ? [{ path, message: "is required with more than one image: one of obj, bg for each" }]
      : [];
  }
  return [
    ...(roles.length === images.length
      ? []
      : [
          {
            path,
            message: `must have one entry for each of the ${images.length} images, has ${roles.length}`,
          },
        ]),
    ...(roles.filter((role) => role === "bg").length > 1
      ? [{ path, message: "must name at most one background" }]
      : []),
  ];
}

const MASK_IMAGE_PARAMETERS = ["mask_type", "expand_ratio", "expand_mode"];
const TRACKING_PARAMETERS = ["expand_ratio", "expand_mode"];

function videoEditProblems({ input, parameters }: VaceParts): PathProblem[] {
  const image = input["mask_image_url"] !== undefined;
  const video = input["mask_video_url"] !== undefined;
  const problems: PathProblem[] = [];
  if (image && video)
    problems.push({
      path: ["input", "mask_video_url"],
      message: "must not stand beside mask_image_url: give one mask",
    });
  if (!image && !video)
    problems.push({
      path: ["input", "mask_image_url"],
      message: "is required, or mask_video_url: one of them says what to edit",
    });
  if (image) {
    if (parameters["mask_type"] === "fixed")
      problems.push(
        ...useless(parameters, TRACKING_PARAMETERS, "has a meaning with mask_type tracking only"),
      );
    return problems;
  }
  if (input["mask_frame_id"] !== undefined)
    problems.push({ path: ["input", "mask_frame_id"], message: "has a meaning with mask_image_url only" });
  return [
    ...problems,
    ...useless(parameters, MASK_IMAGE_PARAMETERS, "has a meaning with mask_image_url only"),
  ];
}

function useless(
  parameters: VaceParts["parameters"],
  names: readonly string[],
  message: string,
): PathProblem[] {
  return names
    .filter((name) => parameters[name] !== undefined)
    .map((name) => ({ path: ["parameters", name], message }));
}

const STARTS_AND_ENDS = ["first_frame_url", "last_frame_url", "first_clip_url", "last_clip_url"];

function videoExtensionProblems({ input, parameters }: VaceParts): PathProblem[] {
  const problems: PathProblem[] = [];
  if (STARTS_AND_ENDS.every((name) => input[name] === undefined)) {
    problems.push({
      path: ["input", "first_frame_url"],
      message: `is required, or another of ${STARTS_AND_ENDS.join(", ")}`,
    });
  }
  const { control_condition: condition } = parameters;
  if (input["video_url"] !== undefined && (condition === undefined || condition === "")) {
    problems.push({
      path: ["parameters", "control_condition"],
      message: "is required with video_url: posebodyface or depth",
    });
  }
  return problems;
}
