import { forRoles, megabytes, modelMedia, only } from "../../media/model-media.ts";
import { asLargeAs, mostSecondsTogether } from "../../media/together-rules.ts";

const image = { formats: ["JPEG", "PNG", "BMP", "TIFF", "WEBP"], mostBytes: megabytes(10) };
const sizedImage = only("image", { ...image, side: { least: 360, most: 2_000 } });
const video = (mostSeconds: number) =>
  only("video", {
    formats: ["MP4"],
    mostBytes: megabytes(50),
    // The provider silently truncates longer videos.
    seconds: { most: mostSeconds },
    leastFramesPerSecond: 16,
  });

/** DashScope's documentation: "Wan general video editing 2.1". */
export const VACE_MEDIA = modelMedia(
  {
    ...forRoles(sizedImage, "ref_images_url first_frame_url last_frame_url"),
    mask_image_url: only("image", image),
    ...forRoles(video(5), "video_url mask_video_url"),
    ...forRoles(video(3), "first_clip_url last_clip_url"),
  },
  [
    asLargeAs("mask_image_url", "video_url"),
    asLargeAs("mask_video_url", "video_url"),
    mostSecondsTogether(3, "first_clip_url", "last_clip_url"),
  ],
);
