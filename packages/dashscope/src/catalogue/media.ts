import type {
  MediaKind,
  MediaLimits,
  MediaRule,
  MediaRules,
  TogetherRule,
} from "../media/media-rules.ts";
import { asLargeAs, mostSecondsTogether } from "../media/media-rules.ts";

/** What a model may look at and listen to. DashScope's documentation: the models' API pages, unless something else is said. */

const IMAGE: MediaRule = { image: {} };
const VIDEO: MediaRule = { video: {} };
const AUDIO: MediaRule = { audio: {} };

/** What each part is, whatever the model: its name says it. */
const KINDS: Readonly<Record<string, MediaRule>> = {
  ...allOf(
    IMAGE,
    "image img_url image_url base_image_url mask_image_url ref_image ref_images_url images",
    "first_frame last_frame first_frame_url last_frame_url reference_image",
  ),
  ...allOf(
    VIDEO,
    "video video_url mask_video_url first_clip first_clip_url last_clip_url",
    "reference_video reference_video_urls",
  ),
  ...allOf(AUDIO, "audio_url driving_audio reference_audio reference_voice"),
  reference_urls: { ...IMAGE, ...VIDEO },
};

function allOf(rule: MediaRule, ...roles: readonly string[]): Record<string, MediaRule> {
  return Object.fromEntries(roles.flatMap((names) => names.split(" ")).map((role) => [role, rule]));
}

function rules(
  own: Readonly<Record<string, MediaRule>>,
  together: readonly TogetherRule[] = [],
): MediaRules {
  return { roles: { ...KINDS, ...own }, together };
}

const megabytes = (count: number) => count * 1024 * 1024;

function only(kind: MediaKind, limits: MediaLimits): MediaRule {
  return { [kind]: limits };
}

/** Where nothing more is known than what each part is. */
export const ANY_MEDIA = rules({});

/** Of a model that nobody knows, nothing is. */
export const UNKNOWN_MEDIA: MediaRules = { roles: {}, together: [] };

const vaceImage = { formats: ["JPEG", "PNG", "BMP", "TIFF", "WEBP"], mostBytes: megabytes(10) };
const sizedVaceImage = only("image", { ...vaceImage, side: { least: 360, most: 2_000 } });
const vaceVideo = (most: number) =>
  only("video", {
    formats: ["MP4"],
    mostBytes: megabytes(50),
    // What is longer is cut silently.
    seconds: { most },
    leastFramesPerSecond: 16,
  });

/** DashScope's documentation: "Wan general video editing 2.1". */
export const VACE_MEDIA = rules(
  {
    ...allOf(sizedVaceImage, "ref_images_url first_frame_url last_frame_url"),
    mask_image_url: only("image", vaceImage),
    ...allOf(vaceVideo(5), "video_url mask_video_url"),
    ...allOf(vaceVideo(3), "first_clip_url last_clip_url"),
  },
  [
    asLargeAs("mask_image_url", "video_url"),
    asLargeAs("mask_video_url", "video_url"),
    mostSecondsTogether(3, "first_clip_url", "last_clip_url"),
  ],
);

const wanAudio = only("audio", {
  formats: ["WAV", "MP3"],
  mostBytes: megabytes(15),
  seconds: { least: 3, most: 30 },
});

/** DashScope's documentation: "Wan text to video". */
export const WAN_SOUND_MEDIA = rules({ audio_url: wanAudio });

const wanSide = { least: 240, most: 8_000 };

/** DashScope's documentation: "Wan image to video"; the limits of a sound are those of "Wan text to video". */
export function firstFrameMedia(mostMegabytes: number): MediaRules {
  return rules({
    img_url: only("image", { mostBytes: megabytes(mostMegabytes), side: wanSide }),
    audio_url: wanAudio,
  });
}

const referenceVideo = only("video", {
  formats: ["MP4", "MOV"],
  mostBytes: megabytes(100),
  seconds: { least: 1, most: 30 },
});

/** DashScope's documentation: "Wan reference to video". */
export const WAN_REFERENCE_MEDIA = rules({
  reference_urls: {
    ...only("image", {
      formats: ["JPEG", "PNG", "BMP", "WEBP"],
      mostBytes: megabytes(20),
      side: wanSide,
    }),
    ...referenceVideo,
  },
  reference_video_urls: referenceVideo,
});

/** DashScope's documentation: "Wan image to action". */
export const ANIMATION_MEDIA = rules({
  video_url: only("video", {
    formats: ["MP4", "AVI", "MOV"],
    mostBytes: megabytes(200),
    side: { least: 200, most: 2_048 },
    seconds: { least: 2, most: 30 },
  }),
});

/** DashScope's documentation: "Wan digital human". */
export const SPEECH_MEDIA = rules({ audio_url: only("audio", { seconds: { most: 20 } }) });

/** DashScope's documentation: "Wan 3.0 video generation". */
export const WAN3_MEDIA = rules({}, [
  mostSecondsTogether(15, "reference_video"),
  mostSecondsTogether(15, "reference_audio"),
]);

/** Third parties that quote the documentation. */
export const HAPPYHORSE_MEDIA = rules({
  first_frame: only("image", { mostBytes: megabytes(20), side: { least: 300 }, mostRatio: 2.5 }),
  video: only("video", { seconds: { least: 3, most: 60 } }),
});
