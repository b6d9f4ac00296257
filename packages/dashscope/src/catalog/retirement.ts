import type { Model } from "../facts/model.ts";

/**
 * When the provider retires a model, epoch milliseconds: midnight in Beijing. Infinity if no day is
 * announced.
 */
export function retiresAt({ retiredOn }: Pick<Model, "retiredOn">): number {
  return retiredOn === undefined ? Infinity : Date.parse(`${retiredOn}T00:00:00+08:00`);
}

type Retired = readonly [prefix: string, retiredOn: string, replacedBy?: string];

/**
 * Retired models that the catalog does not describe, by the beginning of their names. DashScope's
 * documentation: "model retirement".
 */
const RETIRED: readonly Retired[] = [
  ["qwen-image-max", "2026-10-10", "qwen-image-3.0-pro"],
  ["qwen-image-edit", "2026-10-10", "qwen-image-3.0"],
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
  ].map((prefix): Retired => [prefix, "2026-10-10"]),
  ["flux-", "2026-03-30"],
  ["stable-diffusion-", "2026-03-30"],
];

/**
 * Why a model is not offered any more, as the end of a sentence that begins with its name; null
 * while it is offered.
 *
 * @param known what the catalog knows of it.
 */
export function retirementOf(id: string, known: Model | undefined, now: number): string | null {
  const [, retiredOn, replacedBy] = known
    ? [id, known.retiredOn, known.replacedBy]
    : (RETIRED.find(([prefix]) => id.startsWith(prefix)) ?? []);
  if (retiredOn === undefined || now < retiresAt({ retiredOn })) return null;
  const advice = replacedBy === undefined ? "use another model" : `use ${replacedBy}`;
  return `was retired on ${retiredOn}: ${advice}`;
}
