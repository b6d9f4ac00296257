import type { Check } from "../../checks/check.ts";
import type { CreateBody } from "../../checks/create-body.ts";
import { textAt } from "../../checks/create-body.ts";
import { count, flag, text } from "../../checks/field-checks.ts";
import { mediaList } from "../../checks/media-list.ts";
import { requiredPrompt, seed } from "../../checks/shared-checks.ts";
import { VIDEO, limit } from "../model.ts";
import { clip, requestedSeconds } from "../output.ts";
import { UNPRICED } from "../prices.ts";
import { BEIJING } from "../regions.ts";

/**
 * What Vidu and PixVerse have in common. Source of the ids and shared limits: DashScope's
 * documentation, "限流"; for the rest, see each model.
 */
export const VENDOR = {
  ...VIDEO,
  regions: BEIJING,
  limit: limit(5, 5),
  promptLimit: Infinity,
  extendsPrompt: false,
  output: (body: CreateBody) => ({
    ...clip(requestedSeconds(body, 5)),
    size: textAt(body, "parameters.size"),
    tier: textAt(body, "parameters.resolution")?.replace("P", "") ?? "720",
  }),
  usage: "vendor",
  prices: UNPRICED,
} as const;

export const flags: readonly Check[] = [
  flag("parameters.audio"),
  flag("parameters.watermark"),
  seed,
];
export const prompt: readonly Check[] = [requiredPrompt, text("input.prompt")];

/** `input.media` with `min` to `max` items of one type. */
export function imagesOf(type: string, min: number, max: number): readonly Check[] {
  return [count("input.media", { min, max }), mediaList({ types: { [type]: max } })];
}
