import type { Entry } from "../../facts/entry.ts";
import type { HostedFamily } from "../../facts/hosted-model.ts";
import { hostedModel } from "../../facts/hosted-model.ts";
import { limits } from "../../facts/shared-facts.ts";
import { kling, klingOmni } from "./request.ts";

/** DashScope's documentation: "rate limit". */
const FAMILY: HostedFamily = {
  vendor: "kling",
  limitGroup: "kling",
  limits: limits(5, 10),
  confidence: "docs",
};

export const KLING: readonly Entry[] = [
  hostedModel(FAMILY, "kling-v3-video-generation", kling),
  hostedModel(FAMILY, "kling-v3-omni-video-generation", klingOmni),
];
