import { megabytes, modelMedia, only } from "../../media/model-media.ts";

/** Source: third parties that quote the documentation. */
export const HAPPYHORSE_MEDIA = modelMedia({
  first_frame: only("image", { mostBytes: megabytes(20), side: { least: 300 }, mostRatio: 2.5 }),
  video: only("video", { seconds: { least: 3, most: 60 } }),
});
