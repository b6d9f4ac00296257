import type { Upload, UploadStore } from "@dashqueue/queue/internal";
import { uploadUrl } from "@dashqueue/dashscope";
import { sendProblem } from "@dashqueue/service";
import { Router, type Request, type Response } from "express";
import { fileTypeFromFile } from "file-type";

export interface UploadsPorts {
  readonly uploads: Pick<UploadStore, "add">;
  readonly uploadLimitBytes: number;
  readonly newUploadId: () => string;
}

/** `POST /v1/uploads`: takes a picture, video or sound in, as it is, and answers what a request names it by. */
export function uploadsRouter(ports: UploadsPorts): Router {
  const router = Router();
  router.post("/v1/uploads", (request, response) => takeIn(ports, request, response));
  return router;
}

async function takeIn(ports: UploadsPorts, request: Request, response: Response): Promise<void> {
  const { uploads, uploadLimitBytes: limitBytes, newUploadId } = ports;
  if (Number(request.get("content-length") ?? 0) > limitBytes)
    return sendTooLarge(response, limitBytes);
  // Whoever sends too much is answered, not cut off.
  const bytes = request.iterator({ destroyOnReturn: false });
  const added = await uploads
    .add(newUploadId(), bytes, { limitBytes, typeOf })
    .catch((error: unknown) => {
      // Whoever went away in the middle is not there to be told, and nothing of the file is kept.
      if (request.destroyed) return null;
      throw error;
    });
  if (added === null) return;
  switch (added.kind) {
    case "added":
      response.status(201).json(viewOf(added.upload));
      return;
    case "too-large":
      return sendTooLarge(response, limitBytes);
    case "wrong-type":
      return sendProblem(response, {
        status: 415,
        detail:
          "Send the bytes of one image, video or audio file as the body: its content is none of these.",
      });
  }
}

function sendTooLarge(response: Response, limitBytes: number): void {
  response.set("Connection", "close");
  sendProblem(response, {
    status: 413,
    detail: `The file has more than ${limitBytes} bytes. The operator can raise UPLOAD_LIMIT_BYTES; DashScope itself takes 100 MB.`,
  });
}

/** By the content: what a caller says of a file is not believed. */
async function typeOf(file: string): Promise<Pick<Upload, "contentType" | "extension"> | null> {
  const type = await fileTypeFromFile(file);
  if (type === undefined || !/^(image|video|audio)\//.test(type.mime)) return null;
  return { contentType: type.mime, extension: type.ext };
}

function viewOf({ id, bytes, sha256, contentType, createdAt }: Upload) {
  const created_at = new Date(createdAt).toISOString();
  return { id, url: uploadUrl(id), bytes, sha256, content_type: contentType, created_at };
}
