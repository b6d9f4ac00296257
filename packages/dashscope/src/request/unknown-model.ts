import { z } from "zod";

import { unbounded } from "../cost/billing.ts";
import { DURATION_AND_SR, limits, modelOf, PATHS, VIDEO_PACE } from "../catalogue/entry.ts";
import { UNKNOWN_MEDIA } from "../catalogue/media.ts";
import type { Entry, Model } from "../catalogue/model.ts";
import { REGIONS } from "../client/region.ts";
import { requestShape } from "./request-shape.ts";

const anything = requestShape({
  input: z.record(z.string(), z.unknown()),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

/**
 * A model that is not in the catalogue: nothing of its fields is checked, and nothing is known of its price. It has the path of
 * most video models, and the least that any model allows.
 */
export function unknownModel(id: string): Model {
  const entry: Entry = {
    names: { [id]: REGIONS },
    elsewhere: "unknown",
    path: PATHS.video,
    limits: limits(1, 1),
    polling: VIDEO_PACE,
    result: "video_url",
    usage: DURATION_AND_SR,
    price: null,
    billing: unbounded(),
    media: UNKNOWN_MEDIA,
    confidence: "inferred",
    shape: anything,
  };
  return modelOf(entry, id, REGIONS);
}
