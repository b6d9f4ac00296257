import { z } from "zod";

import { requestShape } from "../../checks/request-shape.ts";
import { mediaUrl } from "../../fields/media-url.ts";
import { flag } from "../../fields/number.ts";

/** A video in which a person says other words. DashScope's documentation: "VideoRetalk". */
export const videoRetalk = requestShape({
  input: z.strictObject({
    video_url: mediaUrl,
    audio_url: mediaUrl,
    ref_image_url: mediaUrl.optional(),
  }),
  parameters: z
    .strictObject({
      video_extension: flag,
      query_face_threshold: z.int().min(120).max(200).optional(),
    })
    .optional(),
});
