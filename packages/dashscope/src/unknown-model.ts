import { z } from "zod";

import { unbounded } from "./catalogue/billing.ts";
import { DURATION_AND_SR, modelOf, PATHS, VIDEO_PACE } from "./catalogue/entry.ts";
import type { Entry, Limits, Model } from "./catalogue/model.ts";
import { REGIONS } from "./region.ts";
import { requestShape } from "./request-shape.ts";

export interface UnknownModelOptions {
  /** Of the create, below the base URL; that of most video models by default. */
  readonly path?: string | undefined;
  /** The least that any model allows by default. */
  readonly limits?: Limits | undefined;
}

const anything = requestShape({
  input: z.record(z.string(), z.unknown()),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

/** A model that is not in the catalogue: nothing of its fields is checked, and nothing is known of its price. */
export function unknownModel(id: string, options: UnknownModelOptions = {}): Model {
  const { path = PATHS.video, limits = { submitsPerSecond: 1, maxInFlight: 1 } } = options;
  const entry: Entry = {
    names: { [id]: REGIONS },
    elsewhere: "unknown",
    path,
    limits,
    polling: VIDEO_PACE,
    result: "video_url",
    usage: DURATION_AND_SR,
    price: null,
    billing: unbounded(),
    confidence: "inferred",
    shape: anything,
  };
  return modelOf(entry, id, REGIONS);
}
