import { z } from "zod";

import { unbounded } from "../facts/billing.ts";
import { UNKNOWN_MEDIA } from "../media/model-media.ts";
import { requestShape } from "../checks/request-shape.ts";
import type { Rule } from "../checks/rules.ts";
import { when } from "../checks/rules.ts";
import { modelOf } from "../facts/entry.ts";
import type { Model } from "../facts/model.ts";
import { REGIONS } from "../facts/region.ts";
import { limits, PATHS, VIDEO_PACE } from "../facts/shared-facts.ts";
import { BLANK, isBlank } from "../fields/text.ts";

const promptRule: Rule = ({ input: { prompt } }) =>
  when(typeof prompt === "string" && prompt !== "" && isBlank(prompt), "input.prompt", BLANK);

const anyFields = requestShape({
  input: z.record(z.string(), z.unknown()),
  parameters: z.record(z.string(), z.unknown()).optional(),
  rules: [promptRule],
});

/**
 * A model that is not in the catalog. Of its fields only the prompt is checked, and its price is
 * unknown. It has the lowest limits of all models. Unless the caller names a path, it has that of
 * most video models.
 */
export function unknownModel(id: string): Model {
  const facts = {
    names: { [id]: REGIONS },
    elsewhere: "unknown",
    path: PATHS.video,
    limits: limits(1, 1),
    polling: VIDEO_PACE,
    result: "video_url",
    usageKey: "duration",
    price: null,
    billing: unbounded(),
    media: UNKNOWN_MEDIA,
    confidence: "inferred",
    shape: anyFields,
  } as const;
  return { ...modelOf(facts, id, REGIONS), isPathKnown: false };
}
