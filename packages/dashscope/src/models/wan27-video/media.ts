import { forRoles, megabytes, modelMedia, only } from "../../media/model-media.ts";
import { WAN_IMAGE_SIDE } from "../../media/wan-media.ts";

const image = only("image", { mostBytes: megabytes(20), side: WAN_IMAGE_SIDE, mostRatio: 8 });
const audio = { formats: ["WAV", "MP3"], mostBytes: megabytes(15) };
const video = { formats: ["MP4", "MOV"], mostBytes: megabytes(100) };

/** DashScope's documentation: "Wan 2.7 video generation". */
export const WAN27_MEDIA = modelMedia({
  ...forRoles(image, "first_frame last_frame reference_image"),
  ...forRoles(
    only("audio", { ...audio, seconds: { least: 2, most: 30 } }),
    "audio_url driving_audio",
  ),
  reference_voice: only("audio", { mostBytes: megabytes(15), seconds: { least: 1, most: 10 } }),
  reference_video: only("video", { ...video, seconds: { least: 1, most: 30 } }),
  first_clip: only("video", {
    ...video,
    side: { least: 240, most: 4_096 },
    seconds: { least: 2, most: 10 },
  }),
});
