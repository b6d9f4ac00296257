import { images } from "../../facts/billing.ts";
import type { Entry } from "../../facts/entry.ts";
import { BEIJING, limits, PATHS, VIDEO_PACE } from "../../facts/shared-facts.ts";
import { TRIPO_MEDIA } from "./media.ts";
import { tripoH3, tripoP1 } from "./request.ts";

/**
 * 3D models. Third parties that quote DashScope's documentation: "Tripo 3D generation"; the limits
 * are those of "rate limit". The price is shown in the provider's console only.
 */
const TRIPO = {
  elsewhere: "absent",
  path: PATHS.model3d,
  limits: limits(5, 10),
  polling: VIDEO_PACE,
  result: "results.model_urls",
  linkLifeMs: 2 * 60 * 60 * 1000,
  usageKey: "count",
  billing: images(1),
  price: null,
  confidence: "third-party",
  media: TRIPO_MEDIA,
} as const;

export const TRIPO_MODELS: readonly Entry[] = [
  { ...TRIPO, names: { "Tripo/Tripo-H3.1": BEIJING }, shape: tripoH3 },
  { ...TRIPO, names: { "Tripo/Tripo-P1.0": BEIJING }, shape: tripoP1 },
];
