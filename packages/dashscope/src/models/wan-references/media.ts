import { megabytes, modelMedia, only } from "../../media/model-media.ts";
import { WAN_IMAGE_SIDE } from "../../media/wan-media.ts";

const video = only("video", {
  formats: ["MP4", "MOV"],
  mostBytes: megabytes(100),
  seconds: { least: 1, most: 30 },
});

/** DashScope's documentation: "Wan reference to video". */
export const WAN_REFERENCE_MEDIA = modelMedia({
  reference_urls: {
    ...only("image", {
      formats: ["JPEG", "PNG", "BMP", "WEBP"],
      mostBytes: megabytes(20),
      side: WAN_IMAGE_SIDE,
    }),
    ...video,
  },
  reference_video_urls: video,
});
