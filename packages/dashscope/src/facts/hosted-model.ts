import { clipOfDuration } from "./billing.ts";
import type { RequestShape } from "../checks/request-shape.ts";
import type { Confidence } from "./confidence.ts";
import type { Entry } from "./entry.ts";
import type { Limits } from "./model.ts";
import { BEIJING, PATHS, VENDOR_PACE } from "./shared-facts.ts";

/** A family of another vendor's models that DashScope hosts. */
export interface HostedFamily {
  readonly vendor: string;
  /** The models that share their limits: all of the vendor's, or those of one version. */
  readonly limitGroup: string;
  readonly limits: Limits;
  readonly confidence: Confidence;
}

/** The facts in which one of its models differs from the others. */
export type HostedFacts = Partial<Pick<Entry, "price" | "billing" | "media" | "confidence">>;

/** One of its models that make videos. */
export function hostedModel(
  { vendor, limitGroup, limits, confidence }: HostedFamily,
  id: string,
  shape: RequestShape,
  facts: HostedFacts = {},
): Entry {
  return {
    names: { [`${vendor}/${id}`]: BEIJING },
    elsewhere: "absent",
    path: PATHS.video,
    limits,
    limitGroup,
    polling: VENDOR_PACE,
    result: "video_url",
    usageKey: "duration",
    price: null,
    billing: clipOfDuration(),
    confidence,
    shape,
    ...facts,
  };
}

/** One of its models that make images. */
export function hostedImageModel(
  family: HostedFamily,
  id: string,
  shape: RequestShape,
  facts: HostedFacts = {},
): Entry {
  return {
    ...hostedModel(family, id, shape, facts),
    path: PATHS.imageMessages,
    result: "choices[].message.content[].image",
    usageKey: "image_count",
  };
}
