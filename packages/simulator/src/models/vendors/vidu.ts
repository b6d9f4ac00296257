import type { Check } from "../../checks/check.ts";
import { oneOf, text } from "../../checks/field-checks.ts";
import { seconds } from "../../checks/shared-checks.ts";
import { resolutionsOf } from "../frame-sizes.ts";
import type { Model } from "../model.ts";
import { byLines } from "./vendor-prices.ts";
import { flags, imagesOf, prompt, VENDOR } from "./vendor.ts";

const LINES = [540, 720, 1080];

const VIDU_SIZES = [
  ["960*528", "528*960", "720*720", "816*608", "608*816"],
  ["1280*720", "720*1280", "960*960", "1104*816", "816*1104"],
  ["1920*1080", "1080*1920", "1440*1440", "1674*1238", "1238*1674"],
].flat();

/**
 * Source of text to video: DashScope's documentation, "Vidu-文生视频API参考". Source of the others:
 * third parties.
 */
function vidu(
  id: string,
  mostSeconds: number,
  prices: readonly string[],
  checked: string,
  ...checks: readonly Check[]
): Model {
  return {
    ...VENDOR,
    id: `vidu/${id}`,
    limitGroup: "vidu",
    checks: [
      ...checks,
      oneOf("parameters.resolution", resolutionsOf(LINES)),
      seconds(1, mostSeconds),
      ...flags,
    ],
    prices: byLines(LINES, prices),
    checked: `${checked}, resolution, seconds, seed, flags`,
    source: id.endsWith("text2video") ? "docs" : "third party",
  };
}

/** The prices of a second in 540P, 720P and 1080P. */
const Q3_PRO = ["0.3125", "0.78125", "0.9375"];
const Q3_TURBO = ["0.25", "0.375", "0.4375"];
const Q2_PRO = ["0.15625", "0.34375", "0.71875"];
const Q2_TURBO = ["0.0875", "0.25", "0.46875"];

export const VIDU_MODELS: readonly Model[] = [
  ...(
    [
      ["viduq3-pro", 16, Q3_PRO],
      ["viduq3-turbo", 16, Q3_TURBO],
      ["viduq2", 10, ["0.1125", "0.21875", "0.375"]],
    ] as const
  ).map(([kind, most, prices]) =>
    vidu(
      `${kind}_text2video`,
      most,
      prices,
      "prompt, size",
      ...prompt,
      oneOf("parameters.size", VIDU_SIZES),
    ),
  ),
  ...(
    [
      ["viduq3-pro", 16, Q3_PRO],
      ["viduq3-turbo", 16, Q3_TURBO],
      ["viduq2-pro", 10, Q2_PRO],
      ["viduq2-turbo", 10, Q2_TURBO],
    ] as const
  ).flatMap(([kind, most, prices]) => [
    vidu(
      `${kind}_img2video`,
      most,
      prices,
      "one image",
      text("input.prompt"),
      ...imagesOf("image", 1, 1),
    ),
    vidu(
      `${kind}_start-end2video`,
      most,
      prices,
      "prompt, two images",
      ...prompt,
      ...imagesOf("image", 2, 2),
    ),
  ]),
  vidu(
    "viduq3-pro-fast_img2video",
    16,
    [],
    "one image",
    text("input.prompt"),
    ...imagesOf("image", 1, 1),
  ),
];
