import type { Check } from "../../checks/check.ts";
import { oneOf, text } from "../../checks/field-checks.ts";
import { seconds } from "../../checks/shared-checks.ts";
import { resolutionsOf } from "../frame-sizes.ts";
import type { Model } from "../model.ts";
import { flags, imagesOf, prompt, VENDOR } from "./vendor.ts";

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
  checked: string,
  ...checks: readonly Check[]
): Model {
  return {
    ...VENDOR,
    id: `vidu/${id}`,
    limitGroup: "vidu",
    checks: [
      ...checks,
      oneOf("parameters.resolution", resolutionsOf([540, 720, 1080])),
      seconds(1, mostSeconds),
      ...flags,
    ],
    checked: `${checked}, resolution, seconds, seed, flags`,
    source: id.endsWith("text2video") ? "docs" : "third party",
  };
}

export const VIDU_MODELS: readonly Model[] = [
  ...(
    [
      ["viduq3-pro", 16],
      ["viduq3-turbo", 16],
      ["viduq2", 10],
    ] as const
  ).map(([kind, most]) =>
    vidu(
      `${kind}_text2video`,
      most,
      "prompt, size",
      ...prompt,
      oneOf("parameters.size", VIDU_SIZES),
    ),
  ),
  ...(
    [
      ["viduq3-pro", 16],
      ["viduq3-turbo", 16],
      ["viduq2-pro", 10],
      ["viduq2-turbo", 10],
    ] as const
  ).flatMap(([kind, most]) => [
    vidu(`${kind}_img2video`, most, "one image", text("input.prompt"), ...imagesOf("image", 1, 1)),
    vidu(
      `${kind}_start-end2video`,
      most,
      "prompt, two images",
      ...prompt,
      ...imagesOf("image", 2, 2),
    ),
  ]),
  ...["viduq2", "viduq2-pro"].map((kind) =>
    vidu(
      `${kind}_reference2video`,
      10,
      "prompt, 1 to 7 images",
      ...prompt,
      ...imagesOf("image", 1, 7),
    ),
  ),
];
