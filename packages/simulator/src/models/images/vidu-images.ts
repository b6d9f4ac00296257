import { oneOf, required } from "../../checks/field-checks.ts";
import { textAt } from "../../checks/create-body.ts";
import type { Model } from "../model.ts";
import { limit } from "../model.ts";
import { images } from "../output.ts";
import { UNPRICED } from "../prices.ts";
import { BEIJING } from "../regions.ts";
import { imagesBetween, message } from "./message.ts";
import { pixelSize } from "./pixel-size.ts";

/** Source: DashScope's documentation, "Vidu-参考生图API参考". It shares the limit of Vidu's videos. */
export const VIDU_IMAGE_MODELS: readonly Model[] = [
  "vidu-image",
  "viduq3-fast",
  "viduq2-pro",
  "viduq2-fast",
].map((kind) => ({
  path: "aigc/image-generation/generation",
  id: `vidu/${kind}_reference2image`,
  regions: BEIJING,
  limit: limit(5, 5),
  limitGroup: "vidu",
  promptLimit: 5000,
  checks: [
    message,
    imagesBetween(0, 14),
    pixelSize({}),
    required("parameters.n"),
    oneOf("parameters.n", [1]),
  ],
  extendsPrompt: false,
  showsActualPrompt: false,
  output: (body) => ({
    ...images(1, textAt(body, "parameters.size") ?? "1024*1024"),
    tier: "2K",
  }),
  result: "choices[]",
  usage: "vendor-images",
  prices: UNPRICED,
  checked: "one message, up to 14 images, size, one result; truncates the text at 5000",
  source: "docs",
}));
