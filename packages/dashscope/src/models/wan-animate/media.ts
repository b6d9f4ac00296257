import { megabytes, modelMedia, only } from "../../media/model-media.ts";

/** DashScope's documentation: "Wan image to action". */
export const WAN_ANIMATE_MEDIA = modelMedia({
  video_url: only("video", {
    formats: ["MP4", "AVI", "MOV"],
    mostBytes: megabytes(200),
    side: { least: 200, most: 2_048 },
    seconds: { least: 2, most: 30 },
  }),
});
