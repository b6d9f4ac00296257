import { modelMedia } from "../../media/model-media.ts";
import { WAN_AUDIO } from "../../media/wan-media.ts";

/** DashScope's documentation: "Wan text to video". */
export const WAN_TEXT_TO_VIDEO_MEDIA = modelMedia({ audio_url: WAN_AUDIO });
