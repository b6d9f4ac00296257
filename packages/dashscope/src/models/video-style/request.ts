import { z } from "zod";

import { requestShape } from "../../checks/request-shape.ts";
import { mediaUrl } from "../../fields/media-url.ts";
import { flag } from "../../fields/number.ts";

/** A video in one of eight styles. DashScope's documentation: "video style transform". */
export const videoStyle = requestShape({
  input: z.strictObject({ video_url: mediaUrl }),
  parameters: z
    .strictObject({
      style: z.int().min(0).max(7).optional(),
      video_fps: z.int().min(15).max(25).optional(),
      min_len: z.literal([720, 540]).optional(),
      animate_emotion: flag,
      use_SR: flag,
    })
    .optional(),
});
