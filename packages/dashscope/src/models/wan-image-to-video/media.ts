import type { MediaRules } from "../../media/media-rules.ts";
import { megabytes, modelMedia, only } from "../../media/model-media.ts";
import { WAN_AUDIO, WAN_IMAGE_SIDE } from "../../media/wan-media.ts";

/**
 * DashScope's documentation: "Wan image to video"; the limits of the audio are those of "Wan text
 * to video".
 */
export function firstFrameMedia(mostMegabytes: number): MediaRules {
  return modelMedia({
    img_url: only("image", { mostBytes: megabytes(mostMegabytes), side: WAN_IMAGE_SIDE }),
    audio_url: WAN_AUDIO,
  });
}
