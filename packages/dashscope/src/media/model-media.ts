import type { MediaKind } from "./media-kind.ts";
import type { MediaLimits, MediaRule } from "./media-limits.ts";
import type { MediaRules, TogetherRule } from "./media-rules.ts";

const IMAGE: MediaRule = { image: {} };
const VIDEO: MediaRule = { video: {} };
const AUDIO: MediaRule = { audio: {} };

/** The kind of file that each role implies in every model. */
const KINDS: Readonly<Record<string, MediaRule>> = {
  ...forRoles(
    IMAGE,
    "image img_url image_url base_image_url mask_image_url ref_img ref_image ref_images_url images",
    "first_frame last_frame first_frame_url last_frame_url reference_image",
  ),
  ...forRoles(
    VIDEO,
    "video video_url mask_video_url first_clip first_clip_url last_clip_url",
    "reference_video reference_video_urls",
  ),
  ...forRoles(AUDIO, "audio_url driving_audio reference_audio reference_voice"),
  reference_urls: { ...IMAGE, ...VIDEO },
};

/** One rule for several roles, which are separated by spaces. */
export function forRoles(rule: MediaRule, ...roles: readonly string[]): Record<string, MediaRule> {
  return Object.fromEntries(roles.flatMap((names) => names.split(" ")).map((role) => [role, rule]));
}

/** The kinds that the roles imply, and a model's own rules. */
export function modelMedia(
  own: Readonly<Record<string, MediaRule>>,
  together: readonly TogetherRule[] = [],
): MediaRules {
  return { roles: { ...KINDS, ...own }, together };
}

export const megabytes = (count: number) => count * 1024 * 1024;

export function only(kind: MediaKind, limits: MediaLimits): MediaRule {
  return { [kind]: limits };
}

/** A model of which only the roles are known. */
export const ANY_MEDIA = modelMedia({});

/** A model of which nothing is known. */
export const UNKNOWN_MEDIA: MediaRules = { roles: {}, together: [] };
