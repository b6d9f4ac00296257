import { modelMedia } from "../../media/model-media.ts";
import { mostSecondsTogether } from "../../media/together-rules.ts";

/** DashScope's documentation: "Wan 3.0 video generation". */
export const WAN3_MEDIA = modelMedia({}, [
  mostSecondsTogether(15, "reference_video"),
  mostSecondsTogether(15, "reference_audio"),
]);
