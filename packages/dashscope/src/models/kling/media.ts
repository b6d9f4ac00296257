import { megabytes, modelMedia, only } from "../../media/model-media.ts";

/** DashScope's documentation: "Kling image generation". */
export const KLING_IMAGE_MEDIA = modelMedia({
  image: only("image", {
    mostBytes: megabytes(10),
    side: { least: 300, most: 8_000 },
    mostRatio: 2.5,
  }),
});
