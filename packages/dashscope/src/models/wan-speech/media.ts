import { modelMedia, only } from "../../media/model-media.ts";

/**
 * The most seconds of audio; the video is as long. DashScope's documentation: "Wan digital human".
 */
export const MOST_SECONDS = 20;

export const WAN_SPEECH_MEDIA = modelMedia({
  audio_url: only("audio", { seconds: { most: MOST_SECONDS } }),
});
