import { z } from "zod";

import { asciiMediaUrl } from "../../fields/media-url.ts";
import { flag } from "../../fields/number.ts";
import { requestShape } from "../../checks/request-shape.ts";

/** DashScope's documentation: "Wan image to action". */
export const animate = requestShape({
  input: z.strictObject({ image_url: asciiMediaUrl, video_url: asciiMediaUrl, watermark: flag }),
  parameters: z.strictObject(
    { mode: z.enum(["wan-std", "wan-pro"]), check_image: flag },
    "is required: set mode to wan-std or wan-pro",
  ),
});
