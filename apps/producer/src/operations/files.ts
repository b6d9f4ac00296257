import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";

import { generationId, json, problems } from "./answers.ts";

const uploadSchema = z
  .object({
    id: z.string(),
    url: z.string().describe("What a request names the file by: `upload://…`."),
    bytes: z.int(),
    sha256: z.string(),
    content_type: z.string(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: "Upload" });

const file = { content: { "*/*": { schema: z.file() } } };

export const FILE_PATHS: ZodOpenApiPathsObject = {
  "/v1/generations/{id}/files/{name}": {
    get: {
      operationId: "getFile",
      tags: ["Files"],
      summary: "Get a result file",
      requestParams: {
        path: generationId.extend({ name: z.string() }),
        header: z.object({ Range: z.string().optional() }),
      },
      responses: {
        "200": { description: "The bytes.", ...file },
        "206": { description: "A part of the bytes.", ...file },
        "302": { description: "The link to the file in the storage." },
        "304": { description: "Not modified." },
        ...problems(400, 404, 410, 412, 416),
      },
    },
  },
  "/v1/uploads": {
    post: {
      operationId: "uploadFile",
      tags: ["Files"],
      summary: "Store an image, video or audio file for requests",
      requestBody: { required: true, content: { "*/*": { schema: z.file() } } },
      responses: {
        "201": json("Stored.", uploadSchema),
        ...problems(400, 408, 413, 415, 507),
      },
    },
  },
};
