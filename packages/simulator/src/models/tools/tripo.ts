import type { Check } from "../../checks/check.ts";
import { checkOf, invalid } from "../../checks/check.ts";
import { valueAt } from "../../checks/create-body.ts";
import { flag, isMissing, oneOf, text } from "../../checks/field-checks.ts";
import { mediaUrl, problemOfUrl } from "../../checks/media-url.ts";
import type { Model } from "../model.ts";
import { limit } from "../model.ts";
import { images } from "../output.ts";
import { UNPRICED } from "../prices.ts";
import { BEIJING } from "../regions.ts";

const SOURCES = ["input.prompt", "input.image", "input.images"];

const oneSource: Check = {
  name: "input source",
  find: ({ body }) =>
    SOURCES.filter((path) => !isMissing(valueAt(body, path))).length === 1
      ? null
      : invalid(`Exactly one of ${SOURCES.join(", ")} is required.`),
};

type View = Readonly<Record<string, unknown>>;

/** Front, left, back and right; an absent view is an empty object. */
const views = checkOf("input.images", "views", (value, { resolvesOss }) => {
  const isList =
    Array.isArray(value) &&
    value.every((view) => typeof view === "object" && view !== null && !Array.isArray(view));
  if (!isList || value.length !== 4) return invalid("input.images must have four views.");
  const given = (value as readonly View[]).filter((view) => Object.keys(view).length > 0);
  if (given.length < 2) return invalid("input.images must have at least two images.");
  if (given.some(({ type }) => type !== "jpeg" && type !== "png"))
    return invalid("The type of an image must be jpeg or png.");
  const problems = given.map((view) => problemOfUrl(view["file_token"], resolvesOss, {}));
  return problems.find((problem) => problem !== null) ?? null;
});

/**
 * Source: third parties that quote DashScope's documentation, "Tripo-3D模型生成API参考"; "限流" for
 * the limits.
 */
export const TRIPO_MODELS: readonly Model[] = ["Tripo/Tripo-H3.1", "Tripo/Tripo-P1.0"].map(
  (id) => ({
    path: "aigc/video-generation/3d-generation",
    id,
    regions: BEIJING,
    limit: limit(5, 10),
    promptLimit: 1024,
    checks: [
      oneSource,
      text("input.prompt"),
      mediaUrl("input.image"),
      views,
      oneOf("parameters.texture_quality", ["standard", "detailed"]),
      ...(id.endsWith("H3.1") ? [oneOf("parameters.geometry_quality", ["standard", "ultra"])] : []),
      flag("parameters.pbr"),
      flag("parameters.texture"),
    ],
    extendsPrompt: false,
    showsActualPrompt: false,
    output: () => images(1),
    result: "3d",
    usage: "3d",
    prices: UNPRICED,
    linkLifeMs: 2 * 3_600_000,
    checked: "one of prompt, image and four views; qualities, flags; truncates the prompt at 1024",
    source: "third party",
  }),
);
