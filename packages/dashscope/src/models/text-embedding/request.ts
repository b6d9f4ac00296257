import { z } from "zod";

import { requestShape } from "../../checks/request-shape.ts";
import { mediaUrl } from "../../fields/media-url.ts";

/** A file with one text in each line. DashScope's documentation: "text embedding, batch". */
export const textEmbedding = requestShape({
  input: z.strictObject({ url: mediaUrl }),
  parameters: z.strictObject({ text_type: z.enum(["query", "document"]).optional() }).optional(),
});
