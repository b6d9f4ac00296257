import { megabytes, modelMedia, only } from "../../media/model-media.ts";

/** DashScope's documentation: "video style transform". */
export const VIDEO_STYLE_MEDIA = modelMedia({
  video_url: only("video", {
    mostBytes: megabytes(100),
    side: { least: 256, most: 4_096 },
    mostRatio: 1.8,
    seconds: { most: 30 },
  }),
});
