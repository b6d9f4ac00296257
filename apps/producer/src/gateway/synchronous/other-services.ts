import type { RequestHandler } from "express";

/** The refusal of services that the gateway does not offer. */
export const PURPOSE =
  "This gateway queues asynchronous tasks, which need the header X-DashScope-Async: enable, and synchronous calls of the image models at GET /v1/models. Send calls for text, chat, embeddings, speech and detection to DashScope's own host.";

/** Refuses `/compatible-mode`, in the form of the OpenAI API that it speaks. */
export const refuseCompatibleMode: RequestHandler = (_request, response) => {
  response.status(404).json({
    error: {
      message: `${PURPOSE} Images are made at /api/v1/services/aigc/multimodal-generation/generation.`,
      type: "invalid_request_error",
      code: "not_found",
      param: null,
    },
  });
};
