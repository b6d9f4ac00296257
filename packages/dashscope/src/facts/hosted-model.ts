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

/** One of its models. Their prices are shown in the provider's console only. */
export function hostedModel(
  { vendor, limitGroup, limits, confidence }: HostedFamily,
  id: string,
  shape: RequestShape,
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
  };
}
