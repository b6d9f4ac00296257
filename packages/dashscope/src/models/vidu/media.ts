import { megabytes, modelMedia, only } from "../../media/model-media.ts";
import { mostBytesTogether } from "../../media/together-rules.ts";

/** DashScope's documentation: "Vidu reference to video". */
export const VIDU_REFERENCE_MEDIA = modelMedia({
  video: only("video", {
    formats: ["MP4", "AVI", "MOV"],
    mostBytes: megabytes(50),
    seconds: { least: 1, most: 5 },
  }),
});

/** DashScope's documentation: "Vidu image generation". */
export const VIDU_IMAGE_MEDIA = modelMedia({ image: only("image", { mostRatio: 4 }) }, [
  mostBytesTogether(megabytes(50), "image"),
]);
