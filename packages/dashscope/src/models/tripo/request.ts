import { z } from "zod";

import type { Problem } from "../../checks/problem-text.ts";
import { requestShape } from "../../checks/request-shape.ts";
import type { Parts } from "../../checks/rules.ts";
import { when } from "../../checks/rules.ts";
import { mediaUrl } from "../../fields/media-url.ts";
import { flag } from "../../fields/number.ts";
import { text } from "../../fields/text.ts";

/** Third parties that quote DashScope's documentation: "Tripo 3D generation". */

const view = z
  .strictObject({ type: z.enum(["jpeg", "png"]).optional(), file_token: mediaUrl.optional() })
  .refine(
    ({ type, file_token: url }) => (type === undefined) === (url === undefined),
    "must have both a type and a file_token, or neither",
  );

const common = {
  texture_quality: z.enum(["standard", "detailed"]).optional(),
  pbr: flag,
  texture: flag,
};

function sourceRule({ input }: Parts): readonly Problem[] {
  const { prompt, image, images } = input;
  const given = [prompt, image, images].filter((source) => source !== undefined && source !== "");
  return when(given.length !== 1, "input", "must have exactly one of prompt, image and images");
}

function viewsRule({ input: { images } }: Parts): readonly Problem[] {
  const given = Array.isArray(images) ? images.filter(isGiven).length : 2;
  return when(given < 2, "input.images", "must have at least two images; {} is an absent view");
}

const isGiven = (item: unknown) =>
  typeof item === "object" && item !== null && Object.keys(item).length > 0;

const input = z.strictObject({
  prompt: text(1_024),
  image: mediaUrl.optional(),
  /** Front, left, back and right. */
  images: z.array(view).length(4).optional(),
});
const rules = [sourceRule, viewsRule];

export const tripoH3 = requestShape({
  input,
  parameters: z
    .strictObject({ ...common, geometry_quality: z.enum(["standard", "ultra"]).optional() })
    .optional(),
  rules,
});

export const tripoP1 = requestShape({
  input,
  parameters: z.strictObject(common).optional(),
  rules,
});
