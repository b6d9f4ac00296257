import type { Model } from "../facts/model.ts";
import { findModel } from "./catalog.ts";

/**
 * When the provider retires a model, epoch milliseconds: midnight in Beijing. Infinity if no day is
 * announced.
 */
export function retiresAt({ retiredOn }: Pick<Model, "retiredOn">): number {
  return retiredOn === undefined ? Infinity : Date.parse(`${retiredOn}T00:00:00+08:00`);
}

interface Retired extends Pick<Model, "retiredOn" | "replacedBy"> {
  readonly prefix: string;
}

/**
 * Retired models that the catalog does not describe, by the beginning of their names. DashScope's
 * documentation: "model retirement".
 */
const RETIRED: readonly Retired[] = [
  { prefix: "qwen-image-max", retiredOn: "2026-10-10", replacedBy: "qwen-image-3.0-pro" },
  { prefix: "qwen-image-edit", retiredOn: "2026-10-10", replacedBy: "qwen-image-3.0" },
  ...[
    "aitryon",
    "animate-anyone-",
    "emo-",
    "emoji-",
    "liveportrait",
    "facechain-generation",
    "image-out-painting",
    "wordart-",
    "wanx-background-generation-v2",
  ].map((prefix) => ({ prefix, retiredOn: "2026-10-10" })),
  { prefix: "flux-", retiredOn: "2026-03-30" },
  { prefix: "stable-diffusion-", retiredOn: "2026-03-30" },
];

/**
 * Why a model is not offered any more, as the end of a sentence that begins with its name; null
 * while it is offered. An operator's settings do not change it.
 */
export function retirementOf(id: string, now: number): string | null {
  const { retiredOn, replacedBy }: Partial<Retired> =
    findModel(id) ?? RETIRED.find(({ prefix }) => id.startsWith(prefix)) ?? {};
  if (retiredOn === undefined || now < retiresAt({ retiredOn })) return null;
  const advice = replacedBy === undefined ? "use another model" : `use ${replacedBy}`;
  return `was retired on ${retiredOn}: ${advice}`;
}
