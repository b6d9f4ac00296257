import { z } from "zod";

import { mediaUrl } from "../../fields/media-url.ts";
import { resolution } from "../../fields/video-size.ts";
import { requestShape } from "../../checks/request-shape.ts";

/** There is no prompt. DashScope's documentation: "Wan digital human". */
export const speechToVideo = requestShape({
  input: z.strictObject({ image_url: mediaUrl, audio_url: mediaUrl }),
  parameters: z.strictObject({ resolution: resolution("480", "720") }).optional(),
});
