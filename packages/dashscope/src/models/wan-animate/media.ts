import { megabytes, modelMedia, only } from "../../media/model-media.ts";

/**
 * The most seconds of the input; the video is as long. DashScope's documentation: "Wan image to
 * action".
 */
export const MOST_SECONDS = 30;

export const WAN_ANIMATE_MEDIA = modelMedia({
  video_url: only("video", {
    formats: ["MP4", "AVI", "MOV"],
    mostBytes: megabytes(200),
    side: { least: 200, most: 2_048 },
    seconds: { least: 2, most: MOST_SECONDS },
  }),
});
